import { describe, expect, test } from 'vitest';
import { ApiError } from '../errors/api-error.js';
import { ERROR_CODES, type ErrorCode } from '../errors/error-code.js';
import { LmError } from '../errors/lm-error.js';
import { toErrorResponse } from './error-body.js';

const codes = Object.keys(ERROR_CODES) as ErrorCode[];

test.each(codes)('%s has a status and a body with its code', async (code) => {
  const response = toErrorResponse(new LmError(code, 'Something failed.', { retryable: true }));
  expect(response.status).toBeGreaterThanOrEqual(400);
  expect(await response.json()).toMatchObject({ error: { code, retryable: true } });
});

describe('the message', () => {
  test.each(codes)('of a server with %s is the description of the code, without the address', async (code) => {
    const error = new ApiError(code, 'Failed (POST http://10.0.0.5/v1).', { status: 500, rawBody: 'PRIVATE' });
    const text = await toErrorResponse(error).text();
    expect(text).not.toContain('10.0.0.5');
    expect(text).not.toContain('PRIVATE');
    expect(JSON.parse(text)).toMatchObject({ error: { message: ERROR_CODES[code] } });
  });

  test('of a request that lmux rejected is its own', async () => {
    const error = new LmError('invalid_request', '"temperature" must be a number from 0 to 2; received "hot".');
    expect(await toErrorResponse(error).json()).toMatchObject({ error: { message: error.message } });
  });

  test.each<[what: string, error: unknown]>([
    ['an exception of the application', new TypeError('SECRET-7391')],
    ['a text', 'SECRET-7391'],
    ['nothing', undefined],
    ['a code of a later release', new ApiError('a_new_code' as ErrorCode, 'SECRET-7391', { status: 503 })],
  ])('of %s says nothing about it, and its status is 500', async (_what, error) => {
    const response = toErrorResponse(error);
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ error: { message: 'The request failed.', retryable: false } });
  });
});

test.each([
  [1, '1'],
  [1000, '1'],
  [1001, '2'],
  [0, '0'],
])('a wait of %i ms is "retry-after: %s"', (retryAfterMs, seconds) => {
  const error = new ApiError('overloaded', 'Busy.', { status: 503, retryAfterMs });
  expect(toErrorResponse(error).headers.get('retry-after')).toBe(seconds);
});

test('headers of the application replace those of lmux', () => {
  const response = toErrorResponse(new LmError('closed', 'Closed.'), {
    headers: { 'cache-control': 'private', a: 'b' },
  });
  expect(Object.fromEntries(response.headers)).toMatchObject({ 'cache-control': 'private', a: 'b' });
});
