import { describe, expect, test } from 'vitest';
import { decodeModels, decodeModelType } from './decode-models.js';
import { findRunning } from './find-running.js';
import type { NativeModelList } from './wire.js';

const LLM = {
  type: 'llm',
  publisher: 'qwen',
  key: 'qwen/qwen3-4b',
  display_name: 'Qwen3 4B',
  architecture: 'qwen3',
  quantization: { name: 'Q4_K_M', bits_per_weight: 4 },
  size_bytes: 2_500_000_000,
  params_string: '4B',
  loaded_instances: [
    { id: 'qwen/qwen3-4b', config: { context_length: 4096, parallel: 4, reasoning_budget_message: '' } },
    { id: 'my-qwen', config: { context_length: 8192 }, remaining_ttl_seconds: 3600 },
  ],
  max_context_length: 262_144,
  format: 'splash',
  capabilities: {
    vision: false,
    trained_for_tool_use: true,
    reasoning: { allowed_options: ['off', 'xhigh'], default: 'xhigh' },
  },
  description: null,
};

const list = (...models: unknown[]): NativeModelList => ({ models }) as NativeModelList;

describe('decodeModels', () => {
  test('decodes every field', () => {
    expect(decodeModels(list(LLM))).toEqual([
      {
        id: 'qwen/qwen3-4b',
        type: 'llm',
        loaded: true,
        instances: LLM.loaded_instances.map(({ id, config }) => ({ id, contextLength: config.context_length, config })),
        contextLength: 4096,
        capabilities: { vision: false, toolUse: true, reasoning: { allowed: ['off', 'xhigh'], default: 'xhigh' } },
        maxContextLength: 262_144,
        displayName: 'Qwen3 4B',
        publisher: 'qwen',
        architecture: 'qwen3',
        quantization: 'Q4_K_M',
        sizeBytes: 2_500_000_000,
        parameters: '4B',
        format: 'splash',
        raw: LLM,
      },
    ]);
  });

  test.each([
    [
      'null fields',
      { key: 'k', quantization: null, params_string: null, format: null, architecture: null, loaded_instances: [] },
      false,
    ],
    [
      'null fields in an object',
      { key: 'k', quantization: { name: null, bits_per_weight: null }, loaded_instances: [] },
      false,
    ],
    ['only a key', { key: 'k' }, undefined],
    [
      'values of wrong types',
      { key: 'k', size_bytes: 'x', capabilities: { reasoning: {}, vision: 1 }, loaded_instances: [null, {}] },
      false,
    ],
  ])('accepts %s', (_, entry, loaded) => {
    expect(decodeModels(list(entry))).toEqual([
      { id: 'k', type: 'unknown', loaded, instances: [], capabilities: {}, raw: entry },
    ]);
  });

  test('skips entries without a key', () => {
    expect(decodeModels(list(null, {}, { key: '' }))).toEqual([]);
  });

  test.each([
    ['llm', 'llm'],
    ['vlm', 'llm'],
    ['embedding', 'embedding'],
    ['toString', 'unknown'],
    [undefined, 'unknown'],
  ])('maps type %s to %s', (type, decoded) => {
    expect(decodeModelType(type)).toBe(decoded);
  });
});

describe('findRunning', () => {
  test.each([
    ['qwen/qwen3-4b', 'qwen/qwen3-4b'],
    ['QWEN/Qwen3-4B', 'qwen/qwen3-4b'],
    ['my-qwen', 'my-qwen'],
    ['My-Qwen', undefined],
    ['other', undefined],
  ])('for %s returns %s', (model, instanceId) => {
    const models = list(null, { key: 'empty' }, LLM, { ...LLM, key: 'idle', loaded_instances: [] });
    expect(findRunning(models, model)?.instanceId).toBe(instanceId);
  });
});
