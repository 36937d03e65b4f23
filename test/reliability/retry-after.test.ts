import { settled } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { open, rejection } from './support/client.ts';
import { startServer } from './support/start-server.ts';
import { TRANSPORTS } from './support/subjects.ts';
import { hello, refuses } from './support/plays.ts';

/** Hints of a server, and the resulting wait. The clock of these tests starts at 2026-01-01 00:00:00 GMT. 250 is the wait without a hint. */
const HINTS: readonly [headers: Record<string, string>, body: string, waitMs: number][] = [
  [{ 'retry-after-ms': '1500' }, '{}', 1500],
  [{ 'retry-after-ms': '0' }, '{}', 0],
  [{ 'retry-after-ms': '1500', 'retry-after': '9' }, '{}', 1500],
  [{ 'retry-after-ms': 'soon', 'retry-after': '9' }, '{}', 9000],
  [{ 'retry-after': '2' }, '{}', 2000],
  [{ 'retry-after': '1.5' }, '{}', 1500],
  [{ 'retry-after': '0' }, '{}', 0],
  [{ 'retry-after': 'Thu, 01 Jan 2026 00:00:03 GMT' }, '{}', 3000],
  [{ 'retry-after': 'Wed, 31 Dec 2025 23:00:00 GMT' }, '{}', 0],
  [{ 'retry-after': '30s' }, '{}', 30_000],
  [{ 'retry-after': '120ms' }, '{}', 120],
  [{ 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '1.5s' }, '{}', 1500],
  [{ 'x-ratelimit-remaining-tokens': '5', 'x-ratelimit-reset-tokens': '1.5s' }, '{}', 250],
  [{ 'retry-after': '-5' }, '{}', 250],
  [{ 'retry-after': 'a while' }, '{}', 250],
  [{ 'retry-after': '1e12' }, '{}', 250],
  [{ 'retry-after': '' }, '{}', 250],
  [{ 'x-rate-limit-reset-tokens': '4' }, '{}', 4000],
  [{}, '{"error":{"message":"Rate limit reached. Please try again in 5.289s."}}', 5289],
  [{}, '{"error":{"message":"Slow down; retry after 7 seconds"}}', 7000],
  [{}, '{"detail":"Request was throttled.","status":429,"retry_after":6}', 6000],
  [{ 'retry-after': '1' }, '{"detail":"Request was throttled.","retry_after":6}', 1000],
  [{ ratelimit: '"api";r=0;t=8' }, '{}', 8000],
];

describe.each(TRANSPORTS)('$title: Retry-After', (subject) => {
  test.each(HINTS)('%j with the body %s causes a wait of %d ms', async (headers, body, waitMs) => {
    await using server = await startServer((exchange, number) =>
      number === 1 ? refuses(429, body, headers)(exchange, number) : hello(subject)(exchange, number),
    );
    const { chat, clock } = open(subject, server.url);
    const running = chat();
    if (waitMs > 0) {
      await clock.waitForTimer(waitMs);
      clock.advance(waitMs);
    }
    expect(await running).toBe('Hello');
    expect(clock.now()).toBe(waitMs);
  });

  // Not 5000 ms, which is also the time for the rest of an error body.
  test.each([
    ['maxDelayMs', { maxRetries: 9, maxDelayMs: 5999 }, 1, 'wait of 6000 ms, and "retry.maxDelayMs" is 5999.'],
    [
      'the rest of budgetMs',
      { maxRetries: 9, budgetMs: 11_999 },
      2,
      'wait of 6000 ms, the call has waited 6000 ms, and "retry.budgetMs" is 11999.',
    ],
  ])('longer than %s fails the call at once, with retryAfterMs', async (_, retry, attempts, reason) => {
    await using server = await startServer(refuses(429, '{}', { 'retry-after': '6' }));
    const { chat, clock } = open(subject, server.url, { retry });
    const failed = rejection(chat());
    for (let waits = 1; waits < attempts; waits += 1) {
      await clock.waitForTimer(6000);
      clock.advance(6000);
    }
    const error = await failed;
    expect(error).toMatchObject({ code: 'rate_limited', attempts, retryAfterMs: 6000 });
    expect(error.message).toContain(reason);
    expect(server.requests).toHaveLength(attempts);
  });

  test('longer than the rest of timeouts.total fails the call at once, with retryAfterMs', async () => {
    await using server = await startServer(refuses(429, '{}', { 'retry-after': '6' }));
    const { chat } = open(subject, server.url, { timeouts: { total: 6000 } });
    const error = await rejection(chat());
    expect(error).toMatchObject({ code: 'rate_limited', attempts: 1, retryAfterMs: 6000 });
    expect(error.message).toContain('wait of 6000 ms, and "timeouts.total" expires in 6000 ms.');
  });

  test('does not prevent reuse of the connection, since the body is read to its end', async () => {
    await using server = await startServer((exchange, number) =>
      number <= 2
        ? refuses(503, JSON.stringify({ error: 'x'.repeat(50_000) }))(exchange, number)
        : hello(subject)(exchange, number),
    );
    const { chat, clock } = open(subject, server.url);
    const running = chat();
    for (const waitMs of [250, 500]) {
      await clock.waitForTimer(waitMs);
      await settled();
      clock.advance(waitMs);
    }
    expect(await running).toBe('Hello');
    expect(server.connections).toHaveLength(1);
  });

  test('a retry is logged with the number of the attempt and the code', async () => {
    await using server = await startServer((exchange, number) =>
      number === 1 ? refuses(503)(exchange, number) : hello(subject)(exchange, number),
    );
    const { chat, logged } = open(subject, server.url, { retry: { baseDelayMs: 0 } });
    await chat();
    expect(logged).toContainEqual(['retrying request', { code: 'overloaded', attempt: 1, delayMs: 0 }]);
  });

  test.each<[string, number, string, number]>([
    ['false', 503, '{}', 1],
    ['true', 500, '{}', 2],
    ['true', 409, '{}', 2],
    ['maybe', 500, '{}', 1],
    // Retrying does not help.
    ['true', 429, '{"error":{"message":"No.","code":"insufficient_quota"}}', 1],
  ])(
    'x-should-retry: %s with status %d and the body %s leads to %d requests',
    async (value, status, body, requests) => {
      await using server = await startServer(refuses(status, body, { 'x-should-retry': value, 'retry-after': '0' }));
      const { chat } = open(subject, server.url, { retry: 1 });
      const error = await rejection(chat());
      expect(server.requests).toHaveLength(requests);
      expect(error).toMatchObject({ attempts: requests, retryable: value === 'maybe' || requests > 1 });
    },
  );

  test.each([
    [498, 2],
    [520, 1],
    [521, 2],
    [522, 2],
    [523, 2],
    [524, 1],
    [525, 2],
    [526, 1],
    [530, 2],
    [425, 2],
  ])('status %d leads to %d requests', async (status, requests) => {
    await using server = await startServer(refuses(status, '{}', { 'retry-after': '0' }));
    const { chat } = open(subject, server.url, { retry: 1 });
    expect(await rejection(chat())).toMatchObject({ status, retryable: true });
    expect(server.requests).toHaveLength(requests);
  });
});
