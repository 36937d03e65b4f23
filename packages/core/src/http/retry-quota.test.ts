import { describe, expect, test } from 'vitest';
import { ApiError } from '../errors/api-error.js';
import { noopLogger } from '../logging/logger.js';
import { backoffOf, BackoffRetryPolicy, consultPolicy, quotaOf, withSettings } from './retry-policy.js';
import { RetryQuota } from './retry-quota.js';

/** Returns how often a retry can be taken from a quota, up to 1000 times. */
function available(quota: RetryQuota): number {
  let count = 0;
  while (count < 1000 && quota.take()) count += 1;
  return count;
}

describe('RetryQuota', () => {
  test.each<[ConstructorParameters<typeof RetryQuota>[0], number]>([
    [undefined, 100],
    [{ capacity: 10 }, 2],
    [{ capacity: 9, cost: 3 }, 3],
    [{ capacity: 4 }, 0],
    [{ capacity: 0 }, 0],
    [{ cost: 0 }, 1000],
    [false, 1000],
  ])('%j allows %d retries without a success', (options, retries) => {
    expect(available(new RetryQuota(options))).toBe(retries);
  });

  test('gets the tokens of a retry that succeeded back, and some for each success', () => {
    const quota = new RetryQuota({ capacity: 10, cost: 5, refill: 1 });
    expect(available(quota)).toBe(2);
    for (let calls = 0; calls < 4; calls += 1) quota.succeeded(0);
    expect(available(quota)).toBe(0);
    quota.succeeded(0);
    expect(available(quota)).toBe(1);
    quota.succeeded(2);
    expect(available(quota)).toBe(1);
  });

  test('never has more than its capacity', () => {
    const quota = new RetryQuota({ capacity: 10, cost: 5, refill: 100 });
    expect(quota.isFull).toBe(true);
    quota.take();
    expect(quota.isFull).toBe(false);
    quota.succeeded(1);
    expect(quota.isFull).toBe(true);
    expect(available(quota)).toBe(2);
  });
});

const failed = () => ({ error: new ApiError('overloaded', 'Busy.', { status: 503 }), attempt: 1, waitedMs: 0 });

describe('BackoffRetryPolicy', () => {
  test('shares its quota with the policies of calls that have other settings', () => {
    const policy = new BackoffRetryPolicy({ quota: { capacity: 15 } }, () => 0);
    const [one, two] = [withSettings(policy, 9), withSettings(policy, { maxRetries: 3 })];
    const delays = [one, two, policy, one, two, policy].map((each) => each.delayMs(failed()));
    expect(delays).toEqual([0, 0, 0, undefined, undefined, undefined]);
    two.succeeded({ retries: 1 });
    expect(one.delayMs(failed())).toBe(0);
  });

  test('takes nothing from the quota for a retry that its settings do not allow', () => {
    const policy = new BackoffRetryPolicy({ maxRetries: 0, quota: { capacity: 5 } });
    expect(policy.delayMs(failed())).toBeUndefined();
    expect(withSettings(policy, { baseDelayMs: 0 }).delayMs(failed())).toBe(0);
  });

  test('adds the reason to the message and the stack of the error, once', () => {
    const policy = new BackoffRetryPolicy({ quota: { capacity: 0 } });
    const attempt = failed();
    policy.delayMs(attempt);
    policy.delayMs(attempt);
    const expected = 'Busy. No retry followed, because the retry quota is exhausted. Calls that succeed refill it.';
    expect(attempt.error.message).toBe(expected);
    expect(attempt.error.stack?.split('\n')[0]).toBe(`ApiError: ${expected}`);
    const long = { ...failed(), error: new ApiError('overloaded', 'x'.repeat(600), { status: 503 }) };
    policy.delayMs(long);
    expect(long.error.message).toMatch(/^x+… No retry followed.*refill it\.$/);
    expect(long.error.message.length).toBeLessThanOrEqual(500);
  });

  test('has one quota for calls with their own settings beside a policy of the application', () => {
    const own = { delayMs: () => 0 };
    const options = { quota: { capacity: 5 } };
    expect(backoffOf(own, options)).toBe(backoffOf(own, options));
    expect(available(quotaOf(backoffOf(own, options)))).toBe(1);
    const policy = new BackoffRetryPolicy();
    expect(backoffOf(policy, options)).toBe(policy);
  });
});

describe('consultPolicy', () => {
  test.each<[what: string, delayMs: () => unknown, expected: number | undefined, warned: number]>([
    ['a number', () => 7, 7, 0],
    ['0', () => 0, 0, 0],
    ['undefined', () => undefined, undefined, 0],
    ['null', () => null, undefined, 0],
    ['NaN', () => Number.NaN, undefined, 1],
    ['a negative number', () => -1, undefined, 1],
    ['Infinity', () => Number.POSITIVE_INFINITY, undefined, 1],
    ['a string', () => '5', undefined, 1],
    ['a promise', () => Promise.resolve(5), undefined, 1],
    ['a promise that rejects', () => Promise.reject(new Error('boom')), undefined, 1],
    [
      'an error',
      () => {
        throw new Error('boom');
      },
      undefined,
      1,
    ],
  ])('with %s', async (_what, delayMs, expected, warned) => {
    const warnings: string[] = [];
    const onWarning = (warning: Error): void => void warnings.push(warning.message);
    process.on('warning', onWarning);
    const policy = { delayMs: delayMs as () => number | undefined };
    expect(consultPolicy(policy, failed(), noopLogger)).toBe(expected);
    expect(consultPolicy(policy, failed(), noopLogger)).toBe(expected);
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', onWarning);
    expect(warnings.filter((message) => message.includes('The retryPolicy.delayMs that'))).toHaveLength(warned);
  });
});
