import { describe, expect, test } from 'vitest';
import { decodeDownload } from './decode-progress.js';
import { encodeDownload, isDownloadOf } from './encode-download.js';

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

test.each([
  [{ model: 'o/r' }, { model: 'o/r' }],
  [{ model: 'o/r', quantization: 'Q4_K_M' }, { model: 'o/r:Q4_K_M' }],
  [{ model: 'o/r:Q8_0', quantization: 'Q4_K_M' }, { model: 'o/r:Q8_0' }],
  [{ model: 'https://huggingface.co/o/r/' }, { model: 'o/r' }],
  [{ model: 'hf.co/o/r', quantization: 'Q4_0' }, { model: 'o/r:Q4_0' }],
  [
    { model: 'o/r', extra: { more: 1 } },
    { model: 'o/r', more: 1 },
  ],
])('a download of %j', (request, wire) => expect(encodeDownload(request)).toEqual(wire));

test.each([
  ['o/r:Q4_K_M', 'o/r:Q4_K_M', true],
  ['o/r:q4_k_m', 'O/R:Q4_K_M', true],
  ['o/r:Q4_K_M', 'o/r', true],
  ['o/r-2:Q4_K_M', 'o/r', false],
  ['o/r', 'o/r:Q4_K_M', false],
])('%s is a download of %s: %s', (name, asked, is) => expect(isDownloadOf(name, asked)).toBe(is));
