import { expect, test } from 'vitest';
import { ApiError } from './api-error.js';
import { LmError } from './lm-error.js';
import { overflowSizesOf } from './overflow-sizes.js';

const body = (message: string): string => JSON.stringify({ error: { message } });

test.each<[server: string, rawBody: string, inputTokens: number | undefined, contextLength: number | undefined]>([
  [
    'llama-server',
    '{"error":{"code":400,"message":"the request exceeds the available context size","type":"exceed_context_size_error","n_prompt_tokens":5001,"n_ctx":2048}}',
    5001,
    2048,
  ],
  [
    'OpenAI, with messages',
    body("This model's maximum context length is 4097 tokens. However, your messages resulted in 4613 tokens."),
    4613,
    4097,
  ],
  [
    'OpenAI, with a completion',
    body(
      "This model's maximum context length is 4097 tokens. However, you requested 5013 tokens (1013 in the messages, 4000 in the completion).",
    ),
    1013,
    4097,
  ],
  [
    'vLLM',
    body("This model's maximum context length is 2048 tokens. However, your request has 3000 input tokens."),
    3000,
    2048,
  ],
  [
    'LM Studio',
    body(
      'Trying to keep the first 5024 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens, which is not enough.',
    ),
    undefined,
    4096,
  ],
  ['Ollama', '{"error":"the input length exceeds the context length"}', undefined, undefined],
  ['a number that is too long', '{"n_ctx":12345678901}', undefined, undefined],
])('reads the sizes of %s', (_, rawBody, inputTokens, contextLength) => {
  const error = new ApiError('context_overflow', 'Too long.', { status: 400, rawBody });
  expect(overflowSizesOf(error)).toEqual({ inputTokens, contextLength });
});

test('an error without a body has no sizes', () => {
  const none = { inputTokens: undefined, contextLength: undefined };
  expect(overflowSizesOf(new LmError('context_overflow', 'maximum context length is 5'))).toEqual(none);
  expect(overflowSizesOf(new ApiError('context_overflow', 'Too long.', { status: 400 }))).toEqual(none);
});
