import { expect, test } from 'vitest';
import { OTHER_CONTEXT_OVERFLOW_ROWS } from '../../test/support/server-errors/context-overflow-others.js';
import { CONTEXT_OVERFLOW_ROWS } from '../../test/support/server-errors/context-overflow.js';
import { ApiError } from './api-error.js';
import { apiErrorFromText } from './create-api-error.js';
import { LmError } from './lm-error.js';
import { overflowSizesOf } from './overflow-sizes.js';

const PROMPT =
  'maximum context length is 2 tokens. prompt resulted in 9000000 tokens, "n_ctx": 2, "n_prompt_tokens": 9';

/** The error of llama.cpp as text. */
const ENGINE =
  '{"error":{"code":400,"message":"too long","type":"exceed_context_size_error","n_prompt_tokens":5001,"n_ctx":2048}}';

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
    'a message that is longer than that of the error',
    body(`${'Far too long. '.repeat(16)}The maximum context length is 40960 tokens.`),
    undefined,
    40_960,
  ],
  ['LM Studio, which quotes its engine', body(`Error from the engine: ${ENGINE}`), 5001, 2048],
  ['LM Studio, with a string', JSON.stringify({ error: `${'Too long. '.repeat(20)}${ENGINE}` }), 5001, 2048],
  ['a gateway that escapes JSON', body(`BadRequestError: ${JSON.stringify(ENGINE)}`), 5001, 2048],
  ['JSON with sorted keys', body('Error: {"code":400, "n_ctx": 2048, "n_prompt_tokens": 5001}'), 5001, 2048],
  [
    'llama.cpp as a sentence',
    body('request (5001 tokens) exceeds the available context size (2048 tokens), try increasing it'),
    5001,
    2048,
  ],
])('reads the sizes of %s', (_, rawBody, inputTokens, contextLength) => {
  expect(overflowSizesOf(errorOf(rawBody))).toEqual({ inputTokens, contextLength });
});

test('an error without a body has no sizes', () => {
  const none = { inputTokens: undefined, contextLength: undefined };
  expect(overflowSizesOf(new LmError('context_overflow', 'maximum context length is 5'))).toEqual(none);
  expect(overflowSizesOf(new ApiError('context_overflow', 'Too long.', { status: 400 }))).toEqual(none);
});

test.each([
  'The maximum context length is 4096…',
  'The maximum prompt length is 4096 but the request contains 50…',
  'Error from the engine: {"error":{"n_prompt_tokens":5001,"n_ctx":20…',
])('does not read a number at the end of a message that was cut: %s', (message) => {
  const error = new ApiError('context_overflow', message, { status: 400 });
  expect(overflowSizesOf(error)).toEqual({ inputTokens: undefined, contextLength: undefined });
});

/** The sizes in the responses of servers: of the prompt, and of the context. The others have none, or only a number that includes the response. */
const SIZES: Readonly<Record<string, readonly [inputTokens: number | undefined, contextLength: number]>> = {
  Anthropic: [213_462, 200_000],
  'Anthropic, with max_tokens': [188_240, 200_000],
  Gemini: [1_196_265, 1_048_575],
  'Gemini, without parentheses': [undefined, 1_048_576],
  'Vertex AI': [1_048_577, 1_048_575],
  xAI: [537_812, 131_072],
  'LM Studio, n_keep': [undefined, 4096],
  'LM Studio, older': [undefined, 4096],
  Moonshot: [undefined, 262_144],
  'GitHub Models': [undefined, 8000],
  'GitHub Models, without the code': [undefined, 8000],
  'GitHub Copilot': [135_000, 128_000],
  'llama-cpp-python': [5000, 512],
  OpenAI: [130_000, 128_000],
  Cerebras: [undefined, 8192],
  Together: [9000, 8193],
  'SGLang, a request': [9000, 8192],
  SGLang: [9000, 8192],
  'SGLang, requested': [undefined, 131_072],
  vLLM: [43_444, 32_768],
  'vLLM, older': [5000, 4096],
  Mistral: [40_000, 32_768],
  Fireworks: [40_000, 32_767],
  Cloudflare: [undefined, 8000],
  SambaNova: [10_000, 8192],
  watsonx: [5000, 4096],
  'Poolside behind OpenRouter': [300_000, 262_000],
  'OpenRouter, upstream': [213_462, 200_000],
  LiteLLM: [637_815, 500_000],
  'a gateway that changes the status': [213_462, 200_000],
  'vLLM, engine': [40_961, 40_960],
};

test.each([...CONTEXT_OVERFLOW_ROWS, ...OTHER_CONTEXT_OVERFLOW_ROWS])(
  'reads the sizes of the response of %s',
  (source, _status, sent) => {
    const [inputTokens, contextLength] = SIZES[source] ?? [];
    expect(overflowSizesOf(errorOf(JSON.stringify(sent)))).toEqual({ inputTokens, contextLength });
  },
);

test.each([
  ['an AI gateway', 'prompt has 5000 tokens, but the configured context size is 4096 tokens', 4096],
  ['MLC', 'Request prompt has 5000 tokens in total, larger than the model input length limit 4096.', 4096],
  ['Amazon Bedrock', 'Too many input tokens. Max input tokens: 8192, request input token count: 5000', 8192],
])('reads the sizes of %s', (_, message, contextLength) => {
  expect(overflowSizesOf(errorOf(body(message)))).toEqual({ inputTokens: 5000, contextLength });
});

test('reads a long message without sizes in linear time', () => {
  const parts = ['prompt is 5 tokens long ', '"n_ctx": 5, ', 'too large for ', '1'.repeat(500)];
  const started = performance.now();
  for (const part of parts)
    overflowSizesOf(errorOf(body(`context length exceeded ${part.repeat(4000 / part.length)}`)));
  expect(performance.now() - started).toBeLessThan(1000);
});

test.each<[body: string, rawBody: string, inputTokens: number | undefined, contextLength: number | undefined]>([
  ['a text', `Bad input: ${PROMPT}`, undefined, undefined],
  ['JSON', body(`Bad input: ${PROMPT}`), undefined, undefined],
  ['JSON in a text', body(`Bad input: ${JSON.stringify(PROMPT)}`), undefined, undefined],
  [
    'JSON of an engine',
    body(`Error from the engine: ${JSON.stringify({ error: { message: PROMPT } })}`),
    undefined,
    undefined,
  ],
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

test.each([
  ['as it is', ENGINE],
  ['escaped', JSON.stringify(ENGINE)],
  ['in part', ENGINE.slice(30, -2)],
])('does not read the sizes of an error of an engine that is the prompt, quoted %s', (_, quoted) => {
  const none = { inputTokens: undefined, contextLength: undefined };
  expect(overflowSizesOf(errorOf(body(`The context length was exceeded by: ${quoted}`), ENGINE))).toEqual(none);
});
