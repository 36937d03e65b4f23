import { expect, test } from 'vitest';
import { GENERAL_DIALECT } from '../encode/dialect.js';
import { encodeCompletionRequest } from './encode-completion-request.js';

test('omits unset fields', () => {
  const encoded = encodeCompletionRequest({ model: 'm', prompt: 'p', suffix: undefined }, GENERAL_DIALECT);
  expect(Object.entries(encoded)).toEqual([
    ['model', 'm'],
    ['prompt', 'p'],
  ]);
});

test('encodes every field under its wire name', () => {
  const request = {
    model: 'm',
    prompt: 'p',
    suffix: 's',
    temperature: 0,
    topP: 1,
    topK: 2,
    minP: 0,
    repeatPenalty: 1,
    frequencyPenalty: 0,
    presencePenalty: 0,
    maxOutputTokens: 7,
    stop: ['x'],
    seed: 3,
    ttlSeconds: 9,
    extra: { echo: true, seed: 4 },
  };
  const dialect = { ...GENERAL_DIALECT, maxTokensField: 'max_completion_tokens', ttl: true } as const;
  expect(encodeCompletionRequest(request, dialect)).toEqual({
    model: 'm',
    prompt: 'p',
    suffix: 's',
    temperature: 0,
    top_p: 1,
    top_k: 2,
    min_p: 0,
    repeat_penalty: 1,
    frequency_penalty: 0,
    presence_penalty: 0,
    max_tokens: 7,
    stop: ['x'],
    seed: 4,
    ttl: 9,
    echo: true,
  });
});
