import { describe, expect, test } from 'vitest';
import { decodeDownload, decodeLoadProgress } from './decode-progress.js';

describe('how far a download has come', () => {
  test.each([
    ['one file', { a: { done: 25, total: 100 } }, { downloadedBytes: 25, totalBytes: 100, fraction: 0.25 }],
    [
      'several together',
      { a: { done: 100, total: 100 }, b: { done: 0, total: 300 } },
      { downloadedBytes: 100, totalBytes: 400, fraction: 0.25 },
    ],
    ['more than all', { a: { done: 101, total: 100 } }, { downloadedBytes: 101, totalBytes: 100, fraction: 1 }],
    ['no size yet', { a: { done: 0, total: 0 } }, {}],
    ['no files', {}, {}],
    ['nothing', undefined, {}],
    ['no numbers', { a: { done: 'x', total: null }, b: null }, {}],
  ])('%s', (_, files, expected) => {
    expect(decodeDownload(files)).toEqual({ status: 'downloading', ...expected, raw: files });
  });
});

const THREE = ['text_model', 'spec_model', 'mmproj_model'];

describe('how far a load has come', () => {
  test.each([
    [
      'one stage',
      { stages: ['text_model'], current: 'text_model', value: 0.5 },
      { fraction: 0.5, stage: 'text_model' },
    ],
    [
      'the first of three',
      { stages: THREE, current: 'text_model', value: 0.75 },
      { fraction: 0.25, stage: 'text_model' },
    ],
    ['the last of three', { stages: THREE, current: 'mmproj_model', value: 1 }, { fraction: 1, stage: 'mmproj_model' }],
    ['a stage that is not listed', { stages: THREE, current: 'new', value: 0.5 }, { fraction: 0.5, stage: 'new' }],
    ['no stages', { value: 0.5 }, { fraction: 0.5 }],
    ['beyond the end', { stages: ['a'], current: 'a', value: 2 }, { fraction: 1, stage: 'a' }],
    ['no number', { stages: ['a'], current: 'a', value: null }, undefined],
    ['nothing', undefined, undefined],
  ])('%s', (_, progress, expected) => expect(decodeLoadProgress(progress)).toEqual(expected));
});
