import { describe, expect, test } from 'vitest';
import { canonicalModelName, decodeModels, findModel } from './decode-models.js';
import type { LlamaCppModel } from './wire.js';

const one = (more: Partial<LlamaCppModel>): LlamaCppModel => ({ id: 'm', object: 'model', ...more });

describe('a model', () => {
  test.each<[string, Partial<LlamaCppModel>, object]>([
    ['of a server of one', {}, { loaded: true, instances: [{ id: 'm', config: {} }] }],
    [
      'that is loaded',
      { status: { value: 'loaded' }, meta: { n_ctx: 2048 } },
      { loaded: true, instances: [{ id: 'm', config: { n_ctx: 2048 } }] },
    ],
    ['that is not', { status: { value: 'unloaded' }, meta: null }, { loaded: false, instances: [] }],
    ['that sleeps', { status: { value: 'sleeping' } }, { loaded: false, instances: [{ id: 'm', config: {} }] }],
    ['that comes', { status: { value: 'downloading' } }, { loaded: false, instances: [] }],
    ['with a word that is new', { status: { value: 'dreaming' } }, { loaded: false, instances: [] }],
    ['of a few parameters', { meta: { n_params: 134_515_008 } }, { parameters: '134.5M' }],
    ['of many', { meta: { n_params: 8_030_261_248 } }, { parameters: '8B' }],
    ['of a large number', { meta: { n_params: 70_553_706_496 } }, { parameters: '71B' }],
    ['of nobody knows how many', { meta: {} }, { format: 'gguf' }],
    ['with eyes', { architecture: { input_modalities: ['text', 'image'] } }, { capabilities: { vision: true } }],
    ['without', { architecture: { input_modalities: ['text'] } }, { capabilities: { vision: false } }],
    [
      'of its file',
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
])('by the name %s there is %s', (name, id) => {
  expect(findModel({ data: [one({ aliases: ['m', 'nick'] })] }, name)?.id).toBe(id);
});

test('a model that is not loaded is found by its alias too', () => {
  const entry = one({ id: 'cold', aliases: ['nick'], status: { value: 'unloaded' } });
  expect(findModel({ data: [one({}), entry] }, 'nick')).toBe(entry);
});

test.each([
  ['m', 'm', true],
  ['m', 'M', false],
  ['owner/repo', 'owner/repo:Q4_K_M', false],
])('%s and %s mean the same model: %s', (a, b, same) => {
  expect(canonicalModelName(a) === canonicalModelName(b)).toBe(same);
});
