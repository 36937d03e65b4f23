import { expect, test } from 'vitest';
import { ApiError } from './api-error.js';
import { apiErrorFromText } from './create-api-error.js';
import { LmError } from './lm-error.js';
import { overflowSizesOf } from './overflow-sizes.js';

const PROMPT =
  'maximum context length is 2 tokens. prompt resulted in 9000000 tokens, "n_ctx": 2, "n_prompt_tokens": 9';

const errorOf = (rawBody: string, prompt = 'Hello'): ApiError =>
  apiErrorFromText(
    {
      provider: 'openai',
      method: 'POST',
      url: 'http://localhost/v1/chat/completions',
      headers: {},
      attempt: 1,
      requestBody: { model: 'acme-9', messages: [{ role: 'user', content: prompt }] },
      requestHeaders: {},
      wallNowMs: 0,
      rules: [],
      status: 400,
    },
    rawBody,
  );

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
  ['a list', '[{"error":{"n_prompt_tokens":5001,"n_ctx":2048}}]', 5001, 2048],
  ['a flat body', '{"message":"too long","n_prompt_tokens":5001,"n_ctx":2048}', 5001, 2048],
  ['a number that is too long', '{"n_ctx":12345678901}', undefined, undefined],
  ['other values than numbers', '{"error":{"n_ctx":"2048","n_prompt_tokens":-1}}', undefined, undefined],
  [
    'a message that is cut within a number',
    body(`${'Far too long. '.repeat(16)}The maximum context length is 40960 tokens.`),
    undefined,
    undefined,
  ],
])('reads the sizes of %s', (_, rawBody, inputTokens, contextLength) => {
  expect(overflowSizesOf(errorOf(rawBody))).toEqual({ inputTokens, contextLength });
});

test('an error without a body has no sizes', () => {
  const none = { inputTokens: undefined, contextLength: undefined };
  expect(overflowSizesOf(new LmError('context_overflow', 'maximum context length is 5'))).toEqual(none);
  expect(overflowSizesOf(new ApiError('context_overflow', 'Too long.', { status: 400 }))).toEqual(none);
});

test.each<[body: string, rawBody: string, inputTokens: number | undefined, contextLength: number | undefined]>([
  ['a text', `Bad input: ${PROMPT}`, undefined, undefined],
  ['JSON', body(`Bad input: ${PROMPT}`), undefined, undefined],
  ['JSON in a text', body(`Bad input: ${JSON.stringify(PROMPT)}`), undefined, undefined],
  ['a field for the request', `{"error":{"message":"no"},"request":{"n_ctx":2}}`, undefined, undefined],
  [
    // Words that the prompt has too are hidden in the rest of the message, so that its context length is not known.
    'a message with sizes of its own',
    body(
      `Input "${PROMPT.slice(0, 60)}" is too long. This model's maximum context length is 100 tokens, your messages resulted in 400 tokens.`,
    ),
    400,
    undefined,
  ],
  [
    'a body with fields',
    JSON.stringify({ error: { message: `Input ${PROMPT} is too long`, n_prompt_tokens: 400, n_ctx: 100 } }),
    400,
    100,
  ],
])('does not read sizes in the prompt that is quoted by %s', (_, rawBody, inputTokens, contextLength) => {
  expect(overflowSizesOf(errorOf(rawBody, PROMPT))).toEqual({ inputTokens, contextLength });
});
