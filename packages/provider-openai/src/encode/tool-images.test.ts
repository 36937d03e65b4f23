import { expect, test } from 'vitest';
import { toolImagesFor, toolImagesOf } from './tool-images.js';

test.each([
  ['https://api.mistral.ai', 'user-after-assistant'],
  ['https://api.openai.com', undefined],
  ['https://notapi.mistral.ai.example.com', undefined],
  ['http://localhost:8000', undefined],
])('%s accepts the images of tool results at %s', (origin, expected) => {
  expect(toolImagesOf(origin)).toBe(expected);
});

test.each([
  'mistral-small-3.2-24b-instruct-2506',
  'mistralai/mistral-small-4-119b-2603',
  'mistralai/Devstral-Small-2-24B-Instruct-2512',
  'mistralai/ministral-3-8b',
  'ai/ministral3',
  'open-mixtral-8x22b',
  'pixtral-12b-2409',
  'Magistral-Small-2509',
  'codestral-latest',
  'voxtral-mini-latest',
])('the model %s accepts them after an assistant message', (model) => {
  expect(toolImagesFor(model, {})).toBe('user-after-assistant');
  expect(toolImagesFor(model, { toolImages: 'user' })).toBe('user');
});

test.each(['gpt-5', 'qwen3-vl-8b', 'gemma-4-26b-a4b', 'central-minis', 'astral-1', ''])(
  'the model %j accepts them directly after the results',
  (model) => {
    expect(toolImagesFor(model, {})).toBe('user');
    expect(toolImagesFor(model, { toolImages: 'tool' })).toBe('tool');
  },
);
