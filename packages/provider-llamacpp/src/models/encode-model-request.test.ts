import { expect, test } from 'vitest';
import { encodeDownload, isDownloadOf, settingWarnings } from './encode-model-request.js';

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
])('encodes a download of %j', (request, wire) => expect(encodeDownload(request)).toEqual(wire));

test.each([
  ['o/r:Q4_K_M', 'o/r:Q4_K_M', true],
  ['o/r:q4_k_m', 'O/R:Q4_K_M', true],
  ['o/r:Q4_K_M', 'o/r', true],
  ['o/r-2:Q4_K_M', 'o/r', false],
  ['o/r', 'o/r:Q4_K_M', false],
])('isDownloadOf(%s, %s) is %s', (name, requested, is) => expect(isDownloadOf(name, requested)).toBe(is));

test.each([
  [2048, []],
  [4096, ['contextLength']],
])(
  'a model that has 2,048 tokens by its arguments, loaded with %d, has warnings about %j',
  (contextLength, features) => {
    const status = { value: 'loaded', args: ['--ctx-size', '8192', '--parallel', '4'] };
    const warnings = settingWarnings({ contextLength }, { id: 'm', object: 'model', status });
    expect(warnings.map(({ feature }) => feature)).toEqual(features);
  },
);
