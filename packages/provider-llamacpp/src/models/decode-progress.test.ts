import { describe, expect, test } from 'vitest';
import { decodeDownload, decodeLoadProgress } from './decode-progress.js';

describe('decodeDownload', () => {
  test.each([
    [
      'decodes the progress of one file',
      { a: { done: 25, total: 100 } },
      { downloadedBytes: 25, totalBytes: 100, fraction: 0.25 },
    ],
    [
      'sums up several files',
      { a: { done: 100, total: 100 }, b: { done: 0, total: 300 } },
      { downloadedBytes: 100, totalBytes: 400, fraction: 0.25 },
    ],
    [
      'limits the fraction to 1',
      { a: { done: 101, total: 100 } },
      { downloadedBytes: 101, totalBytes: 100, fraction: 1 },
    ],
    ['has no fraction without a size', { a: { done: 0, total: 0 } }, {}],
    ['has no fraction without files', {}, {}],
    ['has no fraction without data', undefined, {}],
    ['ignores values that are not numbers', { a: { done: 'x', total: null }, b: null }, {}],
  ])('%s', (_, files, expected) => {
    expect(decodeDownload(files)).toEqual({ status: 'downloading', ...expected, raw: files });
  });
});

const THREE = ['text_model', 'spec_model', 'mmproj_model'];

describe('decodeLoadProgress', () => {
  test.each([
    [
      'decodes the progress of a single stage',
      { stages: ['text_model'], current: 'text_model', value: 0.5 },
      { fraction: 0.5, stage: 'text_model' },
    ],
    [
      'decodes the progress of the first of three stages',
      { stages: THREE, current: 'text_model', value: 0.75 },
      { fraction: 0.25, stage: 'text_model' },
    ],
    [
      'decodes the progress of the last of three stages',
      { stages: THREE, current: 'mmproj_model', value: 1 },
      { fraction: 1, stage: 'mmproj_model' },
    ],
    [
      'uses the value of a stage that is not listed',
      { stages: THREE, current: 'new', value: 0.5 },
      { fraction: 0.5, stage: 'new' },
    ],
    ['uses the value if there are no stages', { value: 0.5 }, { fraction: 0.5 }],
    ['limits the fraction to 1', { stages: ['a'], current: 'a', value: 2 }, { fraction: 1, stage: 'a' }],
    ['returns undefined for a value that is not a number', { stages: ['a'], current: 'a', value: null }, undefined],
    ['returns undefined without data', undefined, undefined],
  ])('%s', (_, progress, expected) => expect(decodeLoadProgress(progress)).toEqual(expected));
});
