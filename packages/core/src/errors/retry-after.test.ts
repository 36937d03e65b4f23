import { describe, expect, test } from 'vitest';
import { readRetryAfter } from './retry-after.js';

const NOW = Date.UTC(2026, 0, 1, 12, 0, 0);

describe('readRetryAfter of headers', () => {
  test.each<[Record<string, string>, number | undefined]>([
    [{ 'retry-after-ms': '250' }, 250],
    [{ 'retry-after-ms': '0' }, 0],
    [{ 'retry-after-ms': '250', 'retry-after': '9' }, 250],
    [{ 'retry-after-ms': '-1', 'retry-after': '9' }, 9000],
    [{ 'retry-after-ms': 'soon', 'retry-after': '9' }, 9000],
    [{ 'retry-after-ms': '', 'retry-after': '9' }, 9000],
    [{ 'retry-after': '2' }, 2000],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after': ' 2 ' }, 2000],
    [{ 'retry-after': 'Thu, 01 Jan 2026 12:00:05 GMT' }, 5000],
    [{ 'retry-after': 'Thu, 01 Jan 2026 11:59:00 GMT' }, 0],
    [{ 'retry-after': '6m0s' }, 360_000],
    [{ 'retry-after': '120ms' }, 120],
    [{ 'retry-after': '2m59.5s' }, 179_500],
    [{ 'retry-after': '-5' }, undefined],
    [{ 'retry-after': 'NaN' }, undefined],
    [{ 'retry-after': 'Infinity' }, undefined],
    [{ 'retry-after': 'later' }, undefined],
    [{ 'retry-after': '1.2.3' }, undefined],
    [{ 'retry-after': '' }, undefined],
    [{ 'retry-after': '999999999' }, undefined],
    [{ 'x-ms-retry-after-ms': '33' }, 33],
    [{ 'x-ms-retry-after-ms': '33', 'retry-after': '1' }, 33],
    [{ 'x-ms-retry-after-ms': '00:00:00.033', 'retry-after': '1' }, 1000],
    [{ ratelimit: '"api";r=0;t=7' }, 7000],
    [{ ratelimit: '"api";r=2;t=7' }, undefined],
    [{ 'x-rate-limit-reset-tokens': '55' }, 55_000],
    [{ 'x-rate-limit-remaining-tokens': '90000', 'x-rate-limit-reset-tokens': '5' }, undefined],
    [{ 'x-rate-limit-reset-tokens': '-1' }, undefined],
    [{ 'x-rate-limit-reset-tokens': '0' }, undefined],
    [{ 'retry-after': 'later', 'x-rate-limit-reset-tokens': '3' }, 3000],
    [{}, undefined],
    [{ 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '6m0s' }, 360_000],
    [{ 'x-ratelimit-remaining-tokens': '7', 'x-ratelimit-reset-tokens': '6m0s' }, undefined],
    [{ 'x-ratelimit-reset-tokens': '6m0s' }, undefined],
    [{ 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '20ms' }, 20],
    [
      {
        'x-ratelimit-remaining-requests': '0',
        'x-ratelimit-reset-requests': '1s',
        'x-ratelimit-remaining-tokens': '0',
        'x-ratelimit-reset-tokens': '2s',
      },
      2000,
    ],
    [{ 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '6m0s', 'retry-after': '1' }, 1000],
    [{ 'anthropic-ratelimit-tokens-remaining': '0', 'anthropic-ratelimit-tokens-reset': '2026-01-01T12:00:09Z' }, 9000],
    [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW + 4000) }, 4000],
  ])('%j: %s', (headers, ms) => {
    expect(readRetryAfter({ headers, message: '', isRateLimited: true }, NOW)).toBe(ms);
  });
});

describe('readRetryAfter of a message', () => {
  test.each<[string, number | undefined]>([
    ['Rate limit reached. Please try again in 5.289s. Visit us.', 5289],
    ['Please try again in 120ms.', 120],
    ['Please retry after 45 seconds.', 45_000],
    ['Try again in 1 second', 1000],
    ['Retry after 2 minutes.', 120_000],
    ['Retry in 2m', 120_000],
    ['Retry after 30 milliseconds.', 30],
    ['Try again in 3 days.', 259_200_000],
    ['Please try again in 1m0.36s.', 60_360],
    ['Please try again in 2h15m.', 8_100_000],
    ['Please retry in 14.380947s.', 14_380.947],
    ['Please wait 43200 seconds before retrying.', 43_200_000],
    ['Too many requests. Wait for 30 seconds.', 30_000],
    ['Please try again in 20 minutes.', 1_200_000],
    ['Try again in 1 minute and 30 seconds.', 90_000],
    ['Try again in 1 hour, 2 minutes.', 3_720_000],
    ['Request was throttled. Your rate limit resets in ~10s.', 10_000],
    ['You have exhausted your capacity on this model. Your quota will reset after 4h28m20s.', 16_100_000],
    ['Request was throttled. Expected available in 29 seconds.', 29_000],
    ['No deployments available for selected model, Try again in 60 seconds. Passed model=m.', 60_000],
    ['The limit of 5 requests resets in the morning.', undefined],
    ['Please wait 5 minuets.', undefined],
    ['Try again in 90 days.', undefined],
    ['Try again in 99999999 seconds.', undefined],
    ['Try again in 1.2.3 s', undefined],
    ['Try again.', undefined],
  ])('%s: %s', (message, ms) => {
    expect(readRetryAfter({ headers: {}, message, isRateLimited: true }, NOW)).toBe(ms);
  });

  test('is used only if no header states the wait', () => {
    const hints = { headers: { 'retry-after': '1' }, message: 'try again in 9s', isRateLimited: true };
    expect(readRetryAfter(hints, NOW)).toBe(1000);
  });
});

test('the limits matter only for an error that is due to one', () => {
  const headers = { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '6m0s' };
  expect(readRetryAfter({ headers, message: '', isRateLimited: false }, NOW)).toBeUndefined();
});
