import type { ApiError } from '@lmux/core';
import { unframedResponse } from '@lmux/test-support';
import { expect, test } from 'vitest';
import { openClient } from './open.js';

const REQUEST = { model: 'm', messages: [{ role: 'user', content: 'Hi' }] } as const;

type Expected = Partial<Pick<ApiError, 'code' | 'status' | 'serverCode' | 'serverType' | 'param'>>;
type Row = readonly [form: string, status: number, body: unknown, message: string, expected: Expected];

/** Error bodies in the forms that OpenAI-compatible servers send, as collected from their sources, issues and documentation. */
const ROWS: readonly Row[] = [
  [
    'OpenAI',
    400,
    { error: { message: 'bad thing', type: 'invalid_request_error', param: 'top_p', code: 'invalid_value' } },
    'bad thing',
    { code: 'invalid_request', serverType: 'invalid_request_error', serverCode: 'invalid_value', param: 'top_p' },
  ],
  [
    'OpenAI, API key',
    401,
    { error: { message: 'Incorrect API key provided', type: 'invalid_request_error', code: 'invalid_api_key' } },
    'Incorrect API key',
    { code: 'authentication' },
  ],
  [
    'OpenAI, quota',
    429,
    { error: { message: 'You exceeded your current quota', type: 'insufficient_quota', code: 'insufficient_quota' } },
    'quota',
    { code: 'quota_exceeded' },
  ],
  [
    'OpenAI, context length',
    400,
    { error: { message: 'too long', code: 'context_length_exceeded', param: 'messages' } },
    'too long',
    { code: 'context_overflow', param: 'messages' },
  ],
  [
    'llama.cpp, numeric code',
    400,
    {
      error: {
        code: 400,
        message: 'request exceeds the available context size',
        type: 'exceed_context_size_error',
        n_ctx: 5,
      },
    },
    'context size',
    { code: 'context_overflow', serverCode: '400' },
  ],
  [
    'llama.cpp, loading',
    503,
    { error: { message: 'Loading model', type: 'unavailable_error', code: 503 } },
    'Loading model',
    { code: 'model_loading' },
  ],
  [
    'Ollama, null fields',
    404,
    { error: { message: "model 'x' not found", type: 'api_error', param: null, code: null } },
    'not found',
    { code: 'model_not_found' },
  ],
  ['a string', 400, { error: 'bad thing' }, 'bad thing', { code: 'invalid_request' }],
  [
    'TGI',
    422,
    { error: 'bad thing', error_type: 'validation' },
    'bad thing',
    { code: 'invalid_request', serverType: 'validation' },
  ],
  [
    'Gemini, array',
    400,
    [{ error: { code: 400, message: 'bad thing', status: 'INVALID_ARGUMENT' } }],
    'bad thing',
    { code: 'invalid_request', serverType: 'INVALID_ARGUMENT' },
  ],
  [
    'vLLM and Mistral, flat',
    400,
    { object: 'error', message: 'bad thing', type: 'BadRequestError', param: null, code: 400 },
    'bad thing',
    { code: 'invalid_request', serverType: 'BadRequestError' },
  ],
  ['only a message', 400, { message: 'bad thing' }, 'bad thing', { code: 'invalid_request' }],
  ['detail', 404, { detail: 'Not Found' }, 'Not Found', { code: 'not_found' }],
  [
    'detail as an array',
    422,
    { detail: [{ loc: ['body', 'messages'], msg: 'field required', type: 'missing' }] },
    'field required',
    { code: 'invalid_request', param: 'messages' },
  ],
  ['OAuth', 401, { error: 'invalid_token', error_description: 'it is old' }, 'it is old', { code: 'authentication' }],
  ['title', 403, { title: 'Forbidden here', status: 403 }, 'Forbidden here', { code: 'permission_denied' }],
  [
    'JSON inside the message',
    422,
    { object: 'error', message: '{"detail":[{"loc":["body","x"],"msg":"extra fields"}]}' },
    'extra fields',
    { code: 'invalid_request' },
  ],
  ['plain text', 403, 'error code: 1003', 'error code: 1003', { code: 'permission_denied' }],
  [
    'HTML page',
    502,
    '<html><head><title>502 Bad Gateway</title></head><body>...</body></html>',
    '502 Bad Gateway',
    { code: 'server_error' },
  ],
  ['empty body', 500, '', 'no body', { code: 'server_error' }],
  [
    'LM Studio, status 200',
    200,
    { error: 'Unexpected endpoint or method. (POST /chat/completions)' },
    'Unexpected endpoint',
    { code: 'unexpected_response', status: 200 },
  ],
  [
    'OpenRouter, status 200',
    200,
    { error: { code: 402, message: 'no credits' } },
    'no credits',
    { code: 'quota_exceeded', serverCode: '402' },
  ],
  [
    'OpenRouter, in a choice',
    200,
    { choices: [{ error: { code: 429, message: 'slow down' }, finish_reason: 'error' }] },
    'slow down',
    { code: 'rate_limited', serverCode: '429' },
  ],
];

test.each(ROWS)('decodes an error of the form: %s', async (_, status, body, message, expected) => {
  const isText = typeof body === 'string';
  const script = unframedResponse(
    isText ? body : JSON.stringify(body),
    isText ? 'text/html' : 'application/json',
    status,
  );
  const { client } = await openClient(script);
  const failure = {
    name: 'ApiError',
    provider: 'openai',
    status,
    message: expect.stringContaining(message),
    ...expected,
  };
  await expect(client.chat(REQUEST)).rejects.toMatchObject(failure);
  await expect(client.chatStream(REQUEST).response()).rejects.toMatchObject(failure);
});

test.each([
  ['other JSON', '{"status":"ok"}', 'unexpected_response'],
  ['not JSON', 'ok', 'parse_error'],
  ['an HTML page', '<!doctype html><title>Hello</title>', 'unexpected_response'],
])('rejects a successful response that is %s', async (_, body, code) => {
  const { client } = await openClient(unframedResponse(body, 'text/plain'));
  await expect(client.chat(REQUEST)).rejects.toMatchObject({ code });
  await expect(client.complete({ model: 'm', prompt: 'x' })).rejects.toMatchObject({ code });
  await expect(client.models.list()).rejects.toMatchObject({ code });
});

test.each([
  ['an entire title of 99 characters', 99, 'x'.repeat(99)],
  ['a longer title up to that length', 2000, `${'x'.repeat(98)}…`],
])('quotes %s of a successful response that is an HTML page', async (_, length, title) => {
  const { client } = await openClient(
    unframedResponse(`<!doctype html><title>${'x'.repeat(length)}</title>`, 'text/html'),
  );
  const failure = { code: 'unexpected_response', message: expect.stringContaining(`the HTML page "${title}"`) };
  await expect(client.chat(REQUEST)).rejects.toMatchObject(failure);
  await expect(client.chatStream(REQUEST).response()).rejects.toMatchObject(failure);
});
