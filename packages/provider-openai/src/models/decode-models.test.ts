import type { ModelInfo } from '@lmux/core/provider';
import { describe, expect, test } from 'vitest';
import { decodeModels } from './decode-models.js';
import { normalizeModelList } from './endpoint.js';

const decode = (body: unknown): ModelInfo[] => decodeModels(normalizeModelList(body));

describe('decodeModels', () => {
  test.each<[string, unknown, string[]]>([
    ['a list of OpenAI', { object: 'list', data: [{ id: 'a', object: 'model', created: 1, owned_by: 'x' }] }, ['a']],
    ['entries without "created"', { data: [{ id: 'a' }], object: 'list' }, ['a']],
    ['null as the list', { object: 'list', data: null }, []],
    ['an empty list', { object: 'list', data: [] }, []],
    ['a bare array', [{ id: 'a' }, { id: 'b' }], ['a', 'b']],
    ['a list with invalid entries', { data: [null, {}, { id: '' }, { id: 5 }, { id: 'a' }] }, ['a']],
  ])('accepts %s', (_, body, ids) => {
    expect(decode(body).map(({ id }) => id)).toEqual(ids);
  });

  test.each([null, 'x', {}, { models: [] }, { data: 'x' }])('rejects %j', (body) => {
    expect(() => decode(body)).toThrow(expect.objectContaining({ code: 'unexpected_response' }));
  });

  test.each<[string, object, Partial<ModelInfo>]>([
    ['a server that sends only ids', {}, { type: 'unknown', loaded: undefined, instances: [], capabilities: {} }],
    [
      'llama.cpp for a loaded model',
      {
        status: { value: 'loaded' },
        architecture: { input_modalities: ['text', 'image'] },
        meta: { n_ctx_train: 8192, n_ctx: 2048, size: 96, ftype: 'Q4_1' },
      },
      {
        loaded: true,
        contextLength: 2048,
        maxContextLength: 8192,
        sizeBytes: 96,
        quantization: 'Q4_1',
        capabilities: { vision: true },
      },
    ],
    [
      'llama.cpp for an unloaded model',
      { status: { value: 'unloaded' }, architecture: { input_modalities: ['text'] } },
      { loaded: false, capabilities: {} },
    ],
    ['llama.cpp for a model that is loading', { status: { value: 'loading' }, meta: null }, { loaded: false }],
    ['vLLM', { max_model_len: 4096 }, { contextLength: 4096, maxContextLength: 4096 }],
    ['vLLM without a length', { max_model_len: null }, { loaded: undefined }],
    ['Groq', { context_window: 131_072 }, { contextLength: 131_072, maxContextLength: 131_072 }],
    [
      'LM Studio (/api/v0/models) for a loaded model',
      { type: 'llm', state: 'loaded', loaded_context_length: 4096, max_context_length: 8192 },
      { type: 'llm', loaded: true, contextLength: 4096, maxContextLength: 8192 },
    ],
    [
      'LM Studio (/api/v0/models) for an unloaded model',
      { state: 'not-loaded', max_context_length: 8192 },
      { loaded: false, maxContextLength: 8192 },
    ],
    [
      'Unsloth Studio',
      { loaded: true, context_length: 4096 },
      { loaded: true, contextLength: 4096, maxContextLength: 4096 },
    ],
    ['a model that is not loaded', { loaded: false, context_length: 4096 }, { loaded: false, maxContextLength: 4096 }],
    [
      'OpenRouter',
      {
        name: 'A',
        context_length: 99,
        top_provider: { context_length: 66, is_moderated: true },
        supported_parameters: ['tools'],
      },
      { displayName: 'A', contextLength: 66, maxContextLength: 99, capabilities: { toolUse: true } },
    ],
    [
      'Mistral',
      { max_context_length: 9, capabilities: { vision: false, function_calling: true } },
      { maxContextLength: 9, capabilities: { vision: false, toolUse: true } },
    ],
    [
      'Moonshot',
      { context_length: 9, supports_image_in: true, supports_video_in: false, supports_reasoning: true },
      { maxContextLength: 9, capabilities: { vision: true } },
    ],
    [
      'Venice',
      {
        type: 'text',
        model_spec: {
          availableContextTokens: 9,
          capabilities: { supportsFunctionCalling: true, supportsVision: false, supportsReasoning: false },
        },
      },
      { type: 'llm', contextLength: 9, maxContextLength: 9, capabilities: { vision: false, toolUse: true } },
    ],
    [
      'GitHub Copilot',
      {
        capabilities: {
          type: 'embeddings',
          limits: { max_context_window_tokens: 9 },
          supports: { tool_calls: false, vision: true },
        },
      },
      { type: 'embedding', contextLength: 9, maxContextLength: 9, capabilities: { vision: true, toolUse: false } },
    ],
    [
      'LM Studio (/api/v0/models) with capabilities',
      { type: 'vlm', capabilities: ['tool_use'] },
      { type: 'llm', capabilities: { vision: true, toolUse: true } },
    ],
    ['Together', { type: 'embedding', context_length: 9 }, { type: 'embedding', maxContextLength: 9 }],
    [
      'a server with values of unexpected types',
      {
        type: 'constructor',
        status: 'x',
        state: 5,
        meta: 5,
        architecture: 'llama',
        capabilities: [],
        top_provider: 'x',
      },
      { type: 'unknown', loaded: undefined },
    ],
  ])('decodes the fields of %s', (_, entry, expected) => {
    const raw = { id: 'a', ...entry };
    const [model] = decode({ data: [raw] });
    expect(model).toMatchObject({ ...expected, raw });
    // Also checks that a length is absent.
    expect([model?.contextLength, model?.maxContextLength]).toEqual([
      expected.contextLength,
      expected.maxContextLength,
    ]);
  });
});
