import { describe, expect, test } from 'vitest';
import { ApiError } from '../errors/api-error.js';
import type { ErrorCode } from '../errors/error-code.js';
import { LmError } from '../errors/lm-error.js';
import { connectionError } from '../transport/connection-error.js';
import { BackoffRetryPolicy, isRepeatable } from './retry-policy.js';

const answered = (status: number, code: ErrorCode = 'overloaded', retryAfterMs?: number): ApiError =>
  new ApiError(code, 'It failed.', { status, retryAfterMs });
const refused = connectionError({ code: 'ECONNREFUSED' }, { method: 'POST', url: 'http://host' });
const died = connectionError({ code: 'ECONNRESET' }, { method: 'POST', url: 'http://host', deadKeepAlive: true });
const reset = connectionError({ code: 'ECONNRESET' }, { method: 'POST', url: 'http://host' });

describe('isRepeatable', () => {
  test.each([408, 429, 502, 503, 504, 529])('status %d: yes', (status) => {
    expect(isRepeatable(answered(status))).toBe(true);
  });

  test.each([200, 400, 401, 402, 403, 404, 409, 413, 422, 500, 501])('status %d: no', (status) => {
    expect(isRepeatable(answered(status, 'server_error'))).toBe(false);
  });

  test.each<ErrorCode>(['quota_exceeded', 'authentication', 'permission_denied', 'context_overflow'])(
    'code %s: not at any status',
    (code) => {
      expect(isRepeatable(answered(429, code))).toBe(false);
    },
  );

  test('a model that is being loaded: yes, unless the response had begun', () => {
    expect(isRepeatable(answered(500, 'model_loading'))).toBe(true);
    expect(isRepeatable(answered(200, 'model_loading'))).toBe(false);
  });

  test('the network: only where the server cannot have acted', () => {
    expect(isRepeatable(refused)).toBe(true);
    expect(isRepeatable(died)).toBe(true);
    expect(isRepeatable(reset)).toBe(false);
  });

  test.each<ErrorCode>(['first_byte_timeout', 'idle_timeout', 'aborted', 'closed', 'parse_error'])('%s: no', (code) => {
    expect(isRepeatable(new LmError(code, 'It failed.', { retryable: true }))).toBe(false);
  });
});

describe('BackoffRetryPolicy', () => {
  const half = (options?: ConstructorParameters<typeof BackoffRetryPolicy>[0]): BackoffRetryPolicy =>
    new BackoffRetryPolicy(options, () => 0.5);

  test('doubles its waits, with full jitter', () => {
    const policy = half({ maxRetries: 4 });
    const waits = [1, 2, 3, 4, 5].map((attempt) => policy.delayMs({ error: answered(503), attempt, waitedMs: 0 }));
    expect(waits).toEqual([250, 500, 1000, 2000, undefined]);
    const none = new BackoffRetryPolicy({}, () => 0);
    expect(none.delayMs({ error: answered(503), attempt: 1, waitedMs: 0 })).toBe(0);
  });

  test.each<[ConstructorParameters<typeof BackoffRetryPolicy>[0], number]>([
    [undefined, 2],
    [{}, 2],
    [5, 5],
    [0, 0],
    [false, 0],
    [{ maxRetries: 3 }, 3],
  ])('%j: %d retries', (options, retries) => {
    const policy = half(options);
    const delay = (attempt: number) => policy.delayMs({ error: answered(503), attempt, waitedMs: 0 });
    const repeated = [1, 2, 3, 4, 5, 6].filter((attempt) => delay(attempt) !== undefined);
    expect(repeated).toHaveLength(retries);
  });

  test('does what the server asks, within its own ceiling', () => {
    const delay = (hint: number) =>
      half().delayMs({ error: answered(429, 'rate_limited', hint), attempt: 1, waitedMs: 0 });
    expect(delay(0)).toBe(0);
    expect(delay(7000)).toBe(7000);
    expect(delay(3_600_000)).toBe(30_000);
  });

  test('gives up when the waits together would be longer than the budget', () => {
    const policy = half({ maxRetries: 9, baseDelayMs: 1000, budgetMs: 2000 });
    expect(policy.delayMs({ error: answered(503), attempt: 2, waitedMs: 1000 })).toBe(1000);
    expect(policy.delayMs({ error: answered(503), attempt: 2, waitedMs: 1001 })).toBeUndefined();
  });

  test('does not wait for a new connection in place of one that died while it was idle, the first time', () => {
    expect(half().delayMs({ error: died, attempt: 1, waitedMs: 0 })).toBe(0);
    expect(half().delayMs({ error: died, attempt: 2, waitedMs: 0 })).toBe(500);
    expect(half().delayMs({ error: refused, attempt: 1, waitedMs: 0 })).toBe(250);
    expect(half(false).delayMs({ error: died, attempt: 1, waitedMs: 0 })).toBeUndefined();
  });
});
