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
    [{ 'x-rate-limit-reset-tokens': '55' }, 55_000],
    [{ 'x-rate-limit-reset-tokens': '-1' }, undefined],
    [{ 'x-rate-limit-reset-tokens': '0' }, undefined],
    [{ 'retry-after': 'later', 'x-rate-limit-reset-tokens': '3' }, 3000],
    [{}, undefined],
  ])('%j: %s', (headers, ms) => {
    expect(readRetryAfter(headers, '', NOW)).toBe(ms);
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
    ['Try again in 3 days.', undefined],
    ['Try again in 99999999 seconds.', undefined],
    ['Try again in 1.2.3 s', undefined],
    ['Try again.', undefined],
  ])('%s: %s', (message, ms) => {
    expect(readRetryAfter({}, message, NOW)).toBe(ms);
  });

  test('is used only if no header states the wait', () => {
    expect(readRetryAfter({ 'retry-after': '1' }, 'try again in 9s', NOW)).toBe(1000);
  });
});
