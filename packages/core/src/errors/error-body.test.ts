import { describe, expect, test } from 'vitest';
import { carriesError, readErrorBody, type ErrorBody } from './error-body.js';

describe('readErrorBody', () => {
  test.each<[string, unknown, ErrorBody]>([
    [
      'OpenAI',
      { error: { message: 'm', type: 't', param: 'p', code: 'c' } },
      { message: 'm', type: 't', param: 'p', code: 'c' },
    ],
    ['Ollama: nulls', { error: { message: 'm', type: 't', param: null, code: null } }, { message: 'm', type: 't' }],
    [
      'llama.cpp: a number as code',
      { error: { code: 503, message: 'Loading model', type: 'unavailable_error' } },
      { message: 'Loading model', type: 'unavailable_error', code: '503' },
    ],
    ['LiteLLM: a number as text', { error: { message: 'm', code: '429' } }, { message: 'm', code: '429' }],
    ['a string', { error: 'it failed' }, { message: 'it failed' }],
    ['TGI', { error: 'it failed', error_type: 'overloaded' }, { message: 'it failed', type: 'overloaded' }],
    [
      'OAuth',
      { error: 'invalid_grant', error_description: 'The token expired.' },
      { message: 'invalid_grant: The token expired.' },
    ],
    [
      'a word and a separate message',
      { error: 'Unauthorized', message: 'Key missing.' },
      { message: 'Unauthorized: Key missing.' },
    ],
    [
      'Fastify: the phrase of the status and a separate message',
      { statusCode: 400, error: 'Bad Request', message: 'the cause' },
      { message: 'Bad Request: the cause' },
    ],
    ['a sentence that repeats the message', { error: 'It failed: m', message: 'm' }, { message: 'It failed: m' }],
    ['a flag and a message', { error: true, message: 'the cause' }, { message: 'the cause' }],
    ['a flag and a reason', { error: true, reason: 'the cause' }, { message: 'the cause' }],
    ['a status and a message', { error: 400, message: 'the cause' }, { message: 'the cause' }],
    ['an empty object and a message', { error: {}, message: 'the cause' }, { message: 'the cause' }],
    [
      'a list of one (Google)',
      [{ error: { code: 400, message: 'm', status: 'INVALID_ARGUMENT' } }],
      { message: 'm', code: '400', type: 'INVALID_ARGUMENT' },
    ],
    [
      'flat (vLLM, Mistral)',
      { object: 'error', message: 'm', type: 't', param: null, code: 3280 },
      { message: 'm', type: 't', code: '3280' },
    ],
    ['only a message', { message: 'm' }, { message: 'm' }],
    ['FastAPI: a sentence', { detail: 'Not Found' }, { message: 'Not Found' }],
    [
      'FastAPI: a list',
      {
        detail: [
          { loc: ['body', 'messages', 0, 'role'], msg: 'field required' },
          { loc: ['body', 'model'], msg: 'bad' },
        ],
      },
      { message: 'body.messages.0.role: field required; body.model: bad', param: 'role' },
    ],
    ['FastAPI: an object', { detail: { message: 'm', code: 'c' } }, { message: 'm', code: 'c' }],
    ['problem+json', { type: undefined, title: 'Bad Gateway', status: 502 }, { message: 'Bad Gateway' }],
    [
      'an upstream error body as text',
      { error: { message: '{"error":{"message":"the cause","type":"x"}}', code: 502 } },
      { message: 'the cause', code: '502' },
    ],
    ['a text in braces that is not JSON', { error: '{not json}' }, { message: '{not json}' }],
    ['an error within an error', { error: { error: 'm' } }, { message: 'm' }],
    ['only a code', { error: { code: 'model_loading' } }, { message: 'model_loading', code: 'model_loading' }],
    ['an empty object', { error: {} }, { message: 'an error without a message (object)' }],
    ['a number', { error: 5 }, { message: 'an error without a message (number)' }],
    ['a list', { error: ['a'] }, { message: 'a' }],
    ['an empty list', { error: [] }, { message: 'an error without a message (array)' }],
    [
      'a list of errors (Cloudflare AI gateway)',
      { success: false, error: [{ code: 2001, message: 'Please configure AI Gateway' }] },
      { message: 'Please configure AI Gateway', code: '2001' },
    ],
    ['a list `errors`', { errors: [{ message: 'a', code: 7 }, { message: 'b' }] }, { message: 'a; b', code: '7' }],
    [
      'a list `errors` within the error',
      { error: { code: 'c', errors: ['a', { msg: 'b' }] } },
      { message: 'a; b', code: 'c' },
    ],
    [
      'a message that is an object',
      { error: { message: { error: { message: 'm' } }, code: 'c' } },
      { message: 'm', code: 'c' },
    ],
    ['a flat message that is an object', { message: { detail: 'm' } }, { message: 'm' }],
    [
      'details only',
      { error: { code: 400, details: [{ reason: 'API_KEY_INVALID' }] } },
      { message: 'API_KEY_INVALID', code: '400' },
    ],
    ['AWS', { error: { Message: 'm', code: 'c' } }, { message: 'm', code: 'c' }],
    [
      'OpenRouter: the provider behind it, as JSON',
      {
        error: {
          message: 'Provider returned error',
          code: 400,
          metadata: {
            raw: '{"error":{"message":"the cause","code":"context_length_exceeded","type":"t"}}',
            provider_name: 'X',
          },
        },
      },
      { message: 'the cause', code: 'context_length_exceeded', type: 't' },
    ],
    [
      'OpenRouter: the provider behind it, as text',
      { error: { message: 'Provider returned error', code: 502, metadata: { raw: 'upstream timed out' } } },
      { message: 'upstream timed out', code: '502' },
    ],
    [
      'OpenRouter: the provider behind it, as an object',
      { error: { message: 'Provider returned error', code: 429, metadata: { raw: { detail: 'slow down' } } } },
      { message: 'slow down', code: '429' },
    ],
    [
      'OpenRouter: the headers of the provider behind it',
      {
        error: {
          message: 'm',
          code: 429,
          metadata: { headers: { 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': 5 } },
        },
      },
      { message: 'm', code: '429', headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '5' } },
    ],
    [
      'Gemini: the delay of RetryInfo',
      { error: { message: 'm', details: [{ reason: 'r' }, { retryDelay: '14.5s' }] } },
      { message: 'm', headers: { 'retry-after': '14.5s' } },
    ],
    [
      "Replicate's wait",
      { detail: 'Request was throttled.', status: 429, retry_after: 10 },
      { message: 'Request was throttled.', headers: { 'retry-after': '10' } },
    ],
    [
      "Cloudflare's wait",
      {
        title: 'Error 1033: Cloudflare Tunnel error',
        status: 530,
        error_code: 1033,
        detail: 'It is down.',
        retry_after: 120,
      },
      expect.objectContaining({ headers: { 'retry-after': '120' } }),
    ],
    [
      'the wait for a model that Hugging Face loads',
      { error: 'Model a/b is currently loading', estimated_time: 20.5 },
      expect.objectContaining({ headers: { 'retry-after': '20.5' } }),
    ],
    [
      'the wait of a plan of ChatGPT',
      { error: { type: 'usage_limit_reached', message: 'm', resets_in_seconds: 13_872 } },
      { message: 'm', type: 'usage_limit_reached', headers: { 'retry-after': '13872' } },
    ],
    [
      'a wait that is not a number or a text',
      { error: { message: 'm', retry_after: { seconds: 5 } }, retry_after: null },
      { message: 'm' },
    ],
    [
      'a gateway with words of its own',
      { error: { message: 'The request failed', metadata: { raw: '{"message":"the cause"}' } } },
      { message: 'The request failed: the cause' },
    ],
    [
      'a gateway that repeats the words',
      { error: { message: 'Failed: the cause', metadata: { raw: 'the cause' } } },
      { message: 'Failed: the cause' },
    ],
  ])('%s', (_name, body, expected) => {
    expect(readErrorBody(body)).toEqual(expected);
  });

  test.each([
    {},
    { error: null },
    { error: false },
    { error: '' },
    { data: [] },
    [],
    ['a'],
    [{ id: 1 }],
    null,
    5,
    'text',
  ])('finds no error in %j', (body) => {
    expect(readErrorBody(body)).toBeUndefined();
  });
});

test('readErrorBody reads a few gateways behind each other and does not exhaust the stack', () => {
  let error: unknown = { message: 'the cause' };
  const wrap = () => (error = { message: 'Provider returned error', metadata: { raw: { error } } });
  wrap();
  wrap();
  expect(readErrorBody({ error })?.message).toBe('the cause');
  for (let depth = 0; depth < 20_000; depth += 1) wrap();
  expect(readErrorBody({ error })?.message).toBe('Provider returned error');
});

describe('carriesError', () => {
  test.each([
    { error: 'Unexpected endpoint or method. (POST /chat)' },
    { error: { message: 'm' } },
    { error: {} },
    { object: 'error', message: 'm' },
    { type: 'error', message: 'm' },
    [{ error: { message: 'm' } }],
  ])('%j: yes', (body) => {
    expect(carriesError(body)).toBe(true);
  });

  test.each([
    { error: null, choices: [] },
    { error: '', choices: [] },
    { message: 'a pull is done' },
    { detail: 'x' },
    [{ id: 'model' }],
    [{ error: 'one' }, { error: 'of many' }],
    [],
    null,
    'error',
  ])('%j: no', (body) => {
    expect(carriesError(body)).toBe(false);
  });
});
