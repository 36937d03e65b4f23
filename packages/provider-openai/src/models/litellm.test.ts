import { describe, expect, test } from 'vitest';
import { decodeModelInfo, isLiteLlm } from './litellm.js';

const CREATED = 1_677_610_602;
const listOf = (...created: number[]) => ({
  list: {
    object: 'list' as const,
    data: created.map((time, index) => ({ id: `m${index}`, object: 'model' as const, created: time })),
  },
  headers: {},
});

test.each([
  ['its time of creation', listOf(CREATED, CREATED), true],
  ['other times', listOf(CREATED, 1), false],
  ['no models', listOf(), false],
  ['its header', { ...listOf(1), headers: { 'x-litellm-version': '1.106.2' } }, true],
])('isLiteLlm recognizes a list with %s', (_, response, expected) => {
  expect(isLiteLlm(response)).toBe(expected);
});

describe('decodeModelInfo', () => {
  const decode = (...infos: unknown[]) =>
    decodeModelInfo({ data: infos.map((model_info) => ({ model_name: 'm', model_info })) }, 'm');

  test.each<[string, unknown[], object | undefined]>([
    ['nothing for an unlisted model', [], undefined],
    [
      'nothing for an unknown model',
      [{ supports_vision: null, supports_function_calling: null, mode: null }],
      { features: {} },
    ],
    [
      'what it knows',
      [
        {
          mode: 'chat',
          supports_function_calling: true,
          supports_vision: false,
          supports_reasoning: true,
          supports_tool_choice: true,
          supports_response_schema: false,
          supported_openai_params: ['temperature', 'parallel_tool_calls', 'response_format'],
          max_input_tokens: 9,
        },
      ],
      {
        features: {
          chat: true,
          tools: true,
          imageInput: false,
          reasoning: true,
          toolChoice: true,
          parallelToolCalls: true,
          jsonObject: true,
          jsonSchema: false,
        },
        contextLength: 9,
        maxContextLength: 9,
      },
    ],
    [
      'a model for embeddings',
      [{ mode: 'embedding', max_input_tokens: 9 }],
      { features: { embedding: true, chat: false }, contextLength: 9, maxContextLength: 9 },
    ],
    ['a model for images', [{ mode: 'image_generation' }], { features: {} }],
    [
      'what all deployments have in common',
      [
        { mode: 'chat', supports_function_calling: true, supports_vision: true, max_input_tokens: 9 },
        { mode: 'chat', supports_function_calling: null, supports_vision: true, max_input_tokens: 5 },
      ],
      { features: { chat: true, imageInput: true }, contextLength: 5, maxContextLength: 5 },
    ],
    [
      'nothing about parameters that one deployment lacks',
      [
        { supports_response_schema: true, supported_openai_params: ['response_format'] },
        { supports_response_schema: null, supported_openai_params: null },
      ],
      { features: {} },
    ],
    ['no length if one is unknown', [{ max_input_tokens: 9 }, { max_input_tokens: null }], { features: {} }],
    ['values of unexpected types', [{ supports_vision: 'yes', mode: 5, max_input_tokens: '9' }, 'x'], { features: {} }],
  ])('reads %s', (_, infos, expected) => {
    expect(decode(...infos)).toEqual(expected);
  });

  test.each([null, [], 'x', { data: null }, { data: [null, {}, { model_name: 'other' }] }])(
    'reads nothing from %j',
    (body) => {
      expect(decodeModelInfo(body, 'm')).toBeUndefined();
    },
  );
});
