import { expect, test } from 'vitest';
import { describeEntry } from './describe-entry.js';

test.each<[string, object, object]>([
  ['only an id', {}, { features: {} }],
  ['vLLM', { max_model_len: 4096 }, { features: {}, contextLength: 4096, maxContextLength: 4096 }],
  [
    'OpenRouter',
    {
      architecture: { input_modalities: ['text'], output_modalities: ['text'] },
      supported_parameters: ['temperature', 'reasoning'],
      context_length: 99,
      top_provider: { context_length: 66 },
    },
    { features: { imageInput: false, tools: false, reasoning: true }, contextLength: 66, maxContextLength: 99 },
  ],
  [
    'OpenRouter for a model that does not reason, for which it ignores the setting',
    { supported_parameters: ['tools'] },
    { features: { tools: true } },
  ],
  [
    'OpenRouter for a model with structured outputs',
    { supported_parameters: ['tools', 'tool_choice', 'parallel_tool_calls', 'response_format', 'structured_outputs'] },
    { features: { tools: true, toolChoice: true, parallelToolCalls: true, jsonObject: true, jsonSchema: true } },
  ],
  [
    'OpenRouter for embeddings',
    { architecture: { output_modalities: ['embeddings'] } },
    { features: { embedding: true, chat: false } },
  ],
  [
    'Mistral',
    { max_context_length: 9, capabilities: { completion_chat: true, function_calling: true, vision: false } },
    { features: { chat: true, tools: true, imageInput: false }, maxContextLength: 9 },
  ],
  ['Mistral for embeddings', { capabilities: { completion_chat: false } }, { features: { chat: false } }],
  [
    'Together',
    { type: 'embedding', context_length: 9 },
    { features: { embedding: true, chat: false }, maxContextLength: 9 },
  ],
  ['Together for chats', { type: 'chat' }, { features: { chat: true } }],
  ['Together for images', { type: 'image' }, { features: {} }],
  ['Groq', { context_window: 9 }, { features: {}, contextLength: 9, maxContextLength: 9 }],
  [
    'Moonshot',
    { supports_image_in: false, supports_reasoning: true },
    { features: { imageInput: false, reasoning: true } },
  ],
  [
    'Venice',
    {
      model_spec: { capabilities: { supportsFunctionCalling: false, supportsVision: true, supportsReasoning: false } },
    },
    { features: { tools: false, imageInput: true, reasoning: false } },
  ],
  [
    'Venice for a model without JSON Schema',
    { model_spec: { capabilities: { supportsResponseSchema: false } } },
    { features: { jsonSchema: false } },
  ],
  [
    'GitHub Copilot for a model with JSON Schema',
    { capabilities: { supports: { structured_outputs: true, parallel_tool_calls: false } } },
    { features: { jsonSchema: true, parallelToolCalls: false } },
  ],
  [
    'GitHub Copilot',
    { capabilities: { type: 'chat', supports: { tool_calls: true, vision: true, reasoning_effort: ['low'] } } },
    { features: { chat: true, tools: true, imageInput: true, reasoning: true } },
  ],
  [
    'llama.cpp for a loaded model',
    {
      status: { value: 'loaded' },
      architecture: { input_modalities: ['text'] },
      meta: { n_ctx: 2048, n_ctx_train: 8192 },
    },
    { features: { imageInput: false }, contextLength: 2048, maxContextLength: 8192 },
  ],
  [
    'llama.cpp for a model that is not loaded, and perhaps not downloaded',
    { status: { value: 'unloaded' }, architecture: { input_modalities: ['text'] } },
    { features: {} },
  ],
  [
    'llama.cpp for a model with a projector that is not loaded',
    { status: { value: 'unloaded' }, architecture: { input_modalities: ['text', 'image'] } },
    { features: { imageInput: true } },
  ],
  [
    'LM Studio for a model that is not loaded',
    { state: 'not-loaded', type: 'vlm', max_context_length: 9, capabilities: [] },
    { features: { chat: true, imageInput: true }, maxContextLength: 9 },
  ],
  [
    'a server with values of unexpected types',
    {
      type: 7,
      capabilities: 'all',
      supported_parameters: 'tools',
      architecture: [],
      model_spec: 'x',
      supports_image_in: 'yes',
    },
    { features: {} },
  ],
])('describeEntry reads the entry of %s', (_, entry, expected) => {
  expect(describeEntry({ id: 'm', object: 'model', ...entry })).toEqual(expected);
});
