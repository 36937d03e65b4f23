import { describe, expect, test } from 'vitest';
import { canonicalModelName, decodeModels, findModel } from './decode-models.js';
import type { LlamaCppModel } from './wire.js';

const one = (more: Partial<LlamaCppModel>): LlamaCppModel => ({ id: 'm', object: 'model', ...more });

describe('decodeModels decodes a model', () => {
  test.each<[string, Partial<LlamaCppModel>, object]>([
    ['of a server with a single model', {}, { loaded: true, instances: [{ id: 'm', config: {} }] }],
    [
      'that is loaded',
      { status: { value: 'loaded' }, meta: { n_ctx: 2048 } },
      { loaded: true, instances: [{ id: 'm', config: { n_ctx: 2048 } }] },
    ],
    ['that is not loaded', { status: { value: 'unloaded' }, meta: null }, { loaded: false, instances: [] }],
    ['that is sleeping', { status: { value: 'sleeping' } }, { loaded: false, instances: [{ id: 'm', config: {} }] }],
    ['that is being downloaded', { status: { value: 'downloading' } }, { loaded: false, instances: [] }],
    ['with an unknown status', { status: { value: 'dreaming' } }, { loaded: false, instances: [] }],
    ['with millions of parameters', { meta: { n_params: 134_515_008 } }, { parameters: '134.5M' }],
    ['with billions of parameters', { meta: { n_params: 8_030_261_248 } }, { parameters: '8B' }],
    ['with tens of billions of parameters', { meta: { n_params: 70_553_706_496 } }, { parameters: '71B' }],
    ['with an unknown number of parameters', { meta: {} }, { format: 'gguf' }],
    ['with vision', { architecture: { input_modalities: ['text', 'image'] } }, { capabilities: { vision: true } }],
    ['without vision', { architecture: { input_modalities: ['text'] } }, { capabilities: { vision: false } }],
    [
      'with metadata of its file',
      { meta: { n_ctx_train: 8192, size: 5, ftype: 'Q4_1' } },
      { maxContextLength: 8192, sizeBytes: 5, quantization: 'Q4_1' },
    ],
  ])('%s', (_, more, expected) => {
    const entry = one(more);
    const [info] = decodeModels({ data: [entry] });
    expect(info).toMatchObject(expected);
    expect(info?.raw).toEqual(entry);
  });
});

test.each([
  ['m', 'm'],
  ['nick', 'm'],
  ['M', undefined],
  ['none', undefined],
])('findModel resolves the name %s to %s', (name, id) => {
  expect(findModel({ data: [one({ aliases: ['m', 'nick'] })] }, name)?.id).toBe(id);
});

test('findModel finds a model that is not loaded by its alias', () => {
  const entry = one({ id: 'cold', aliases: ['nick'], status: { value: 'unloaded' } });
  expect(findModel({ data: [one({}), entry] }, 'nick')).toBe(entry);
});

test.each([
  ['m', 'm', true],
  ['m', 'M', false],
  ['owner/repo', 'owner/repo:Q4_K_M', false],
])('canonicalModelName compares %s and %s: the same model is %s', (a, b, same) => {
  expect(canonicalModelName(a) === canonicalModelName(b)).toBe(same);
});
