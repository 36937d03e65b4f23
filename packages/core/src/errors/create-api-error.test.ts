import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { apiErrorFromJson, apiErrorFromText, type ExchangeDetails } from './create-api-error.js';
import { isRetriedByClient } from './retryable.js';

const exchange = (changes: Partial<ExchangeDetails> = {}): ExchangeDetails => ({
  provider: 'p',
  method: 'POST',
  url: 'http://host/v1/chat?api_key=abc',
  status: 400,
  headers: {},
  attempt: 2,
  requestBody: undefined,
  requestHeaders: {},
  wallNowMs: 0,
  rules: [],
  ...changes,
});

test('states what failed, the request and what to do next', () => {
  const error = apiErrorFromText(
    exchange({ status: 401 }),
    '{"error":{"message":"Wrong key","code":"invalid_api_key"}}',
  );
  expect(error.message).toBe(
    'The server responded with status 401 (POST http://host/v1/chat?api_key=***): Wrong key. Set "apiToken" in the configuration, or LM_API_KEY in the environment, to a valid API key.',
  );
  expect(error).toMatchObject({
    name: 'ApiError',
    code: 'authentication',
    provider: 'p',
    status: 401,
    serverCode: 'invalid_api_key',
    attempts: 2,
    retryable: false,
  });
});

describe('a quoted prompt', () => {
  const prompt = 'Why does it say: the model gpt-9 does not exist, and: maximum context length exceeded?';
  const requestBody = { messages: [{ role: 'user', content: prompt }] };

  test('does not decide the code', () => {
    const error = apiErrorFromText(exchange({ requestBody }), JSON.stringify({ error: `Invalid value: '${prompt}'` }));
    expect(error.code).toBe('invalid_request');
    expect(error.message).not.toContain('gpt-9');
  });

  test('that contains the whole message of the server does not hide its code', () => {
    const error = apiErrorFromText(exchange({ requestBody }), '{"error":"maximum context length exceeded"}');
    expect(error.code).toBe('context_overflow');
  });
});

test('adds no period after the end of a sentence', () => {
  expect(apiErrorFromText(exchange(), '{"error":"Really?"}').message).toMatch(/\): Really\?$/);
});

test('states that a response has no body', () => {
  expect(apiErrorFromText(exchange({ status: 500 }), '').message).toBe(
    'The server responded with status 500 and no body (POST http://host/v1/chat?api_key=***).',
  );
});

test.each([
  [{ 'x-request-id': 'a' }, 'a'],
  [{ 'apim-request-id': 'b' }, 'b'],
  [{ 'x-generation-id': 'c' }, 'c'],
  [{}, undefined],
])('requestId of %j: %s', (headers, id) => {
  expect(apiErrorFromText(exchange({ headers }), 'x').requestId).toBe(id);
});

test.each([
  ['authorization', 'Bearer secret-token-1234', 'Bearer secret-token-1234'],
  ['authorization', 'Bearer pw-7', 'id-pw-7'],
  ['x-api-key', 'short', 'short'],
  ['x-custom', 'a-long-custom-value', 'a-long-custom-value'],
])('masks the value of %s that the server echoes as the id of the request', (name, value, id) => {
  const echoed = exchange({ headers: { 'x-request-id': id }, requestHeaders: { [name]: value } });
  expect(apiErrorFromText(echoed, 'x').requestId).toMatch(/^(?:id-)?\*\*\*$/);
});

test.each([
  ['the prompt', 'my confidential merger plan'],
  ['the prompt, in a sentence', 'id of my confidential merger plan'],
  ['the escaped prompt', 'my%20confidential%20merger%20plan'],
  ['the password of a URL', 'http://user:confidential-7@host/x'],
  ['a key of another request', 'Bearer confidential-8f7e'],
])('masks %s that the server echoes as the id of the request', (_, id) => {
  const requestBody = { messages: [{ role: 'user', content: 'my confidential merger plan' }] };
  const { requestId } = apiErrorFromText(exchange({ headers: { 'x-request-id': id }, requestBody }), 'x');
  expect(requestId).toMatch(/\*\*\*|\[prompt\]/);
  expect(requestId).not.toContain('confidential');
});

test.each([
  ['an id that the application sent', '4bf92f35-77b3', { 'x-request-id': '4bf92f35-77b3' }],
  ['a short header value in the id', 'acme-9f8e7d6c', { 'x-tenant': 'acme' }],
  ['an id that looks like a key', 'sk-req-77e1a0', {}],
])('does not mask %s', (_, id, requestHeaders) => {
  expect(apiErrorFromText(exchange({ headers: { 'x-request-id': id }, requestHeaders }), 'x').requestId).toBe(id);
});

test("keeps the server's message if the URL is long", () => {
  const url = `http://host/${'long/'.repeat(100)}v1/chat`;
  expect(apiErrorFromText(exchange({ url }), '{"error":"model is already running"}').message).toContain(
    'model is already running',
  );
});

test.each([
  [429, 'rate_limited', true],
  [503, 'overloaded', true],
  [500, 'server_error', true],
  [400, 'invalid_request', false],
  [402, 'quota_exceeded', false],
] as const)('status %d is %s, retryable: %s', (status, code, retryable) => {
  expect(apiErrorFromText(exchange({ status }), '')).toMatchObject({ code, retryable });
});

test('reads the requested wait from a header or the message', () => {
  expect(apiErrorFromText(exchange({ headers: { 'retry-after': '3' } }), 'x').retryAfterMs).toBe(3000);
  expect(apiErrorFromText(exchange(), '{"error":"try again in 2s"}').retryAfterMs).toBe(2000);
});

test.each([
  [500, 'false', false],
  [400, 'true', true],
  // An error inside a successful response.
  [200, 'true', false],
])('status %d with x-should-retry: %s is retryable: %s', (status, value, retryable) => {
  const error = apiErrorFromText(
    exchange({ status, headers: { 'x-should-retry': value } }),
    '{"error":{"type":"invalid_request_error"}}',
  );
  expect(error.retryable).toBe(retryable);
  expect(isRetriedByClient(error)).toBe(retryable);
});

test('reduces an HTML page to its title', () => {
  const page = `<html><head><title>502 Bad Gateway</title></head><body>${'x'.repeat(50_000)}</body></html>`;
  const error = apiErrorFromText(exchange({ status: 502 }), page);
  expect(error.message).toBe(
    'The server responded with status 502 (POST http://host/v1/chat?api_key=***): 502 Bad Gateway.',
  );
  expect(error.rawBody).toBe(page);
});

describe('a long error body', () => {
  test('is truncated so that the request and the next step fit', () => {
    const error = apiErrorFromText(exchange({ status: 404 }), 'w'.repeat(300_000));
    expect(error.message.length).toBeLessThan(500);
    expect(error.message).toContain('(POST http://host/v1/chat?api_key=***): www');
    expect(error.message).toContain('… Check "baseUrl"');
    expect(error.rawBody).toHaveLength(65_536);
  });

  test('is also truncated in serverCode and serverType', () => {
    const error = apiErrorFromJson(exchange(), {
      error: { message: 'm', code: 'c'.repeat(5000), type: 't'.repeat(5000) },
    });
    expect(error.serverCode?.length).toBeLessThan(150);
    expect(error.serverType?.length).toBeLessThan(150);
  });

  test('is processed quickly, even if it is megabytes long', { timeout: 5000 }, () => {
    const body = { error: { message: 'previous response '.repeat(500_000) } };
    expect(apiErrorFromJson(exchange(), body).message.length).toBeLessThan(500);
  });

  test.each([
    ['quota', 'insufficient_quota'],
    ['length', 'context_length_exceeded'],
    ['quota', 'quota'],
  ])('has the code of the server, also if a header contains the word %s', (value, code) => {
    const error = apiErrorFromText(
      exchange({ requestHeaders: { 'x-plan': value } }),
      JSON.stringify({ error: { message: 'No.', code, type: code } }),
    );
    expect(error).toMatchObject({ serverCode: code, serverType: code });
  });

  test('shows no part of a secret where it is truncated', () => {
    const prompt = 'A prompt that is long enough to be cut out of the message. '.repeat(69);
    const message = `${prompt}canary-secret-0123 and on it goes`;
    const error = apiErrorFromText(
      exchange({ requestBody: { prompt }, requestHeaders: { 'x-api-key': 'canary-secret-0123' } }),
      JSON.stringify({ error: message }),
    );
    expect(message.indexOf('canary')).toBeLessThan(4096);
    expect(message.indexOf('canary') + 18).toBeGreaterThan(4000);
    expect(error.message).not.toContain('canary');
  });
});

describe('a server that echoes the request', () => {
  const PROMPT = 'the canary of my grandmother sings at five in the morning';
  const TOKEN = 'canary-token-0123456789';
  const error = apiErrorFromJson(
    exchange({
      requestBody: { messages: [{ role: 'user', content: PROMPT }] },
      requestHeaders: { authorization: `Bearer ${TOKEN}` },
    }),
    {
      error: {
        message: `Token ${TOKEN} (sk-canary-1) may not say "${PROMPT.slice(0, 40)}..."`,
        code: TOKEN,
        type: `bad: ${PROMPT}`,
        param: PROMPT,
      },
    },
  );

  test.each([
    ['message', error.message],
    ['stack', String(error.stack)],
    ['JSON', JSON.stringify(error)],
    ['inspection', inspect(error, { depth: 9 })],
  ])('does not expose it in the %s', (_name, text) => {
    expect(text).toContain('[prompt]');
    expect(text).not.toContain('canary');
  });

  test('does not expose keys in the raw body', () => {
    expect(error.rawBody).not.toContain(TOKEN);
    expect(error.rawBody).toContain(PROMPT);
  });
});

test('creates an error from a body without a message', () => {
  expect(apiErrorFromJson(exchange({ status: 200 }), { type: 'error' })).toMatchObject({
    code: 'server_error',
    status: 200,
  });
});
