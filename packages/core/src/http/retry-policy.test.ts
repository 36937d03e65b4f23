import { describe, expect, test } from 'vitest';
import { ApiError } from '../errors/api-error.js';
import type { ErrorCode } from '../errors/error-code.js';
import { BackoffRetryPolicy } from './retry-policy.js';

const failed = (status: number, code: ErrorCode = 'overloaded', retryAfterMs?: number): ApiError =>
  new ApiError(code, 'It failed.', { status, retryAfterMs });

describe('BackoffRetryPolicy', () => {
  const half = (options?: ConstructorParameters<typeof BackoffRetryPolicy>[0]): BackoffRetryPolicy =>
    new BackoffRetryPolicy(options, () => 0.5);

  test('doubles the wait with each attempt, with full jitter', () => {
    const policy = half({ maxRetries: 4 });
    const waits = [1, 2, 3, 4, 5].map((attempt) => policy.delayMs({ error: failed(503), attempt, waitedMs: 0 }));
    expect(waits).toEqual([250, 500, 1000, 2000, undefined]);
    const none = new BackoffRetryPolicy({}, () => 0);
    expect(none.delayMs({ error: failed(503), attempt: 1, waitedMs: 0 })).toBe(0);
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
    const delay = (attempt: number) => policy.delayMs({ error: failed(503), attempt, waitedMs: 0 });
    const retried = [1, 2, 3, 4, 5, 6].filter((attempt) => delay(attempt) !== undefined);
    expect(retried).toHaveLength(retries);
  });

  test('waits as long as the server requests, and does not retry if that is longer than maxDelayMs', () => {
    const delay = (hint: number) =>
      half().delayMs({ error: failed(429, 'rate_limited', hint), attempt: 1, waitedMs: 0 });
    expect(delay(0)).toBe(0);
    expect(delay(7000)).toBe(7000);
    expect(delay(30_000)).toBe(30_000);
    expect(delay(30_001)).toBeUndefined();
  });

  test('stops retrying when all waits together would exceed budgetMs', () => {
    const policy = half({ maxRetries: 9, baseDelayMs: 1000, budgetMs: 2000 });
    expect(policy.delayMs({ error: failed(503), attempt: 2, waitedMs: 1000 })).toBe(1000);
    expect(policy.delayMs({ error: failed(503), attempt: 2, waitedMs: 1001 })).toBeUndefined();
  });

  test('does not retry, and takes nothing from the quota, if the total timeout would end the wait that the server requests', () => {
    const policy = half({ quota: { capacity: 5, cost: 5 } });
    const error = failed(429, 'rate_limited', 6000);
    expect(policy.delayMs({ error, attempt: 1, waitedMs: 0, remainingMs: 6000 })).toBeUndefined();
    expect(error.message).toBe(
      'It failed. No retry followed, because the server requests a wait of 6000 ms, and "timeouts.total" expires in 6000 ms.',
    );
    expect(policy.delayMs({ error, attempt: 1, waitedMs: 0, remainingMs: 6001 })).toBe(6000);
    expect(policy.delayMs({ error, attempt: 1, waitedMs: 0, remainingMs: 60_000 })).toBeUndefined();
    expect(error.message).toMatch(/quota/);
  });

  test('starts its own backoff although the total timeout may end it', () => {
    expect(half().delayMs({ error: failed(503), attempt: 1, waitedMs: 0, remainingMs: 100 })).toBe(250);
  });
});
