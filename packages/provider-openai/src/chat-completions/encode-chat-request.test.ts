import type { ChatRequest } from '@lmux/core/provider';
import { describe, expect, test } from 'vitest';
import { GENERAL_DIALECT, type Dialect } from '../encode/dialect.js';
import { encodeChatRequest } from './encode-chat-request.js';
import type { ChatCompletionRequest } from './wire.js';

const MESSAGES = [{ role: 'user', content: 'Hi' }] as const;
const BARE = { model: 'm', messages: [{ role: 'user', content: 'Hi' }] };

const STRICT: Dialect = {
  maxTokensField: 'max_completion_tokens',
  toolChoiceObjects: false,
  jsonObjectAsSchema: true,
  ttl: true,
};

const SCHEMA = { type: 'object', properties: { city: { type: 'string' } } };
const TOOLS = [{ name: 'f', description: 'does', parameters: SCHEMA, strict: true }, { name: 'g' }] as const;
const F = { type: 'function', function: { name: 'f', description: 'does', parameters: SCHEMA, strict: true } };
const G = { type: 'function', function: { name: 'g', parameters: { type: 'object', properties: {} } } };

const STANDARD = {
  '~standard': { version: 1, vendor: 'test', jsonSchema: { input: () => SCHEMA } },
} as const;

type Requested = Omit<Partial<ChatRequest>, 'model'>;

function encode(request: Requested, dialect = GENERAL_DIALECT): ChatCompletionRequest {
  return encodeChatRequest({ model: 'm', messages: MESSAGES, ...request }, dialect);
}

describe('encodeChatRequest', () => {
  test('omits unset fields', () => {
    expect(Object.keys(encode({ temperature: undefined, tools: undefined }))).toEqual(['model', 'messages']);
  });

  test.each<[Requested, object]>([
    [{ temperature: 0 }, { temperature: 0 }],
    [
      { topP: 0.5, topK: 4, minP: 0.1 },
      { top_p: 0.5, top_k: 4, min_p: 0.1 },
    ],
    [{ repeatPenalty: 1.1 }, { repeat_penalty: 1.1 }],
    [
      { frequencyPenalty: 1, presencePenalty: -1 },
      { frequency_penalty: 1, presence_penalty: -1 },
    ],
    [{ maxOutputTokens: 9 }, { max_tokens: 9 }],
    [{ stop: 'a' }, { stop: 'a' }],
    [{ stop: ['a', 'b'] }, { stop: ['a', 'b'] }],
    [{ seed: 0 }, { seed: 0 }],
    [{ reasoning: 'off' }, { reasoning_effort: 'none' }],
    [{ reasoning: 'on' }, {}],
    [{ reasoning: 'high' }, { reasoning_effort: 'high' }],
    [{ reasoning: 'xhigh' }, { reasoning_effort: 'xhigh' }],
    [{ logprobs: true }, { logprobs: true }],
    [{ logprobs: false }, {}],
    [{ logprobs: 3 }, { logprobs: true, top_logprobs: 3 }],
    [{ ttlSeconds: 5 }, {}],
    [{ tools: TOOLS }, { tools: [F, G] }],
    [
      { tools: TOOLS, toolChoice: 'required' },
      { tools: [F, G], tool_choice: 'required' },
    ],
    [
      { tools: TOOLS, toolChoice: { name: 'g' } },
      { tools: [F, G], tool_choice: { type: 'function', function: { name: 'g' } } },
    ],
    [
      { tools: TOOLS, parallelToolCalls: false },
      { tools: [F, G], parallel_tool_calls: false },
    ],
    [
      { tools: TOOLS, parallelToolCalls: true },
      { tools: [F, G], parallel_tool_calls: true },
    ],
    [{ parallelToolCalls: false }, {}],
    [{ responseFormat: { type: 'text' } }, { response_format: { type: 'text' } }],
    [{ responseFormat: { type: 'json_object' } }, { response_format: { type: 'json_object' } }],
    [
      { responseFormat: { type: 'json_schema', schema: SCHEMA } },
      { response_format: { type: 'json_schema', json_schema: { name: 'response', schema: SCHEMA } } },
    ],
    [
      { responseFormat: { type: 'json_schema', schema: STANDARD, name: 'n', description: 'd', strict: false } },
      {
        response_format: {
          type: 'json_schema',
          json_schema: { name: 'n', description: 'd', schema: SCHEMA, strict: false },
        },
      },
    ],
    [
      { temperature: 1, extra: { temperature: 2, grammar: 'g' } },
      { temperature: 2, grammar: 'g' },
    ],
    [{ temperature: 1, extra: { temperature: undefined } }, {}],
  ])('encodes %j', (request, expected) => {
    expect(encode(request)).toEqual({ ...BARE, ...expected });
  });

  test.each<[Requested, object]>([
    [{ maxOutputTokens: 9 }, { max_completion_tokens: 9 }],
    [{ ttlSeconds: 5 }, { ttl: 5 }],
    [
      { tools: TOOLS, toolChoice: { name: 'g' } },
      { tools: [G], tool_choice: 'required' },
    ],
    [
      { responseFormat: { type: 'json_object' } },
      { response_format: { type: 'json_schema', json_schema: { name: 'response', schema: { type: 'object' } } } },
    ],
  ])('encodes %j in a strict dialect', (request, expected) => {
    expect(encode(request, STRICT)).toEqual({ ...BARE, ...expected });
  });

  test('does not modify the request', () => {
    const request = { model: 'm', messages: MESSAGES, tools: TOOLS, stop: ['a'], extra: { b: 1 } };
    const before = structuredClone(request);
    encodeChatRequest(request, STRICT);
    expect(request).toEqual(before);
  });
});

test.each([
  ['gpt-5.1', 'medium'],
  ['gpt-5.2-2025-12-11', 'medium'],
  ['openai/gpt-6-mini', 'medium'],
  ['gpt-5', undefined],
  ['gpt-5.1-chat-latest', undefined],
  ['o3', undefined],
  ['gpt-oss-20b', undefined],
  ['qwen3', undefined],
])('reasoning: on with the model %s sends the effort %s', (model, effort) => {
  const request = { model, messages: [{ role: 'user', content: 'Hi' }], reasoning: 'on' } as const;
  expect(encodeChatRequest(request, GENERAL_DIALECT).reasoning_effort).toBe(effort);
});
