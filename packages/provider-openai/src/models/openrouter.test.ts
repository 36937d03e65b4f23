import { expect, test } from 'vitest';
import { decodeEndpoints, isOpenRouter } from './openrouter.js';

test.each([
  ['https://openrouter.ai', true],
  ['https://eu.openrouter.ai', true],
  ['https://notopenrouter.ai', false],
])('isOpenRouter of %s is %s', (origin, expected) => {
  expect(isOpenRouter(origin)).toBe(expected);
});

test.each<[string, unknown, object]>([
  [
    'what at least one endpoint supports',
    {
      architecture: { input_modalities: ['text', 'image'], output_modalities: ['text'] },
      endpoints: [
        { context_length: 5, supported_parameters: ['temperature'] },
        { context_length: 9, supported_parameters: ['tools', 'tool_choice', 'parallel_tool_calls', 'reasoning'] },
        { context_length: 7, supported_parameters: ['response_format', 'structured_outputs'] },
      ],
    },
    {
      features: {
        imageInput: true,
        tools: true,
        reasoning: true,
        toolChoice: true,
        parallelToolCalls: true,
        jsonObject: true,
        jsonSchema: true,
      },
      maxContextLength: 9,
    },
  ],
  [
    'JSON without a schema',
    { endpoints: [{ supported_parameters: ['response_format'] }] },
    { features: { tools: false, jsonObject: true } },
  ],
  [
    'what no endpoint supports',
    { architecture: { input_modalities: ['text'] }, endpoints: [{ supported_parameters: [] }] },
    { features: { imageInput: false, tools: false } },
  ],
  [
    'no endpoints',
    { architecture: { input_modalities: ['text'] }, endpoints: [] },
    { features: { imageInput: false } },
  ],
  ['an endpoint without a list', { endpoints: [{ supported_parameters: ['a'] }, {}] }, { features: {} }],
  [
    'a model for embeddings',
    { architecture: { output_modalities: ['embeddings'] } },
    { features: { embedding: true } },
  ],
  ['values of unexpected types', { architecture: 'x', endpoints: 'x' }, { features: {} }],
])('decodeEndpoints reads %s', (_, data, expected) => {
  expect(decodeEndpoints({ data })).toEqual(expected);
});

test.each([null, [], 'x', { data: null }])('decodeEndpoints reads nothing from %j', (body) => {
  expect(decodeEndpoints(body)).toEqual({ features: {} });
});
