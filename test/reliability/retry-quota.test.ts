import { createClient, type CallOptions } from '@lmux/core';
import { FakeClock } from '@lmux/core/testing';
import { describe, expect, test } from 'vitest';
import { open, rejection, type Opened } from './support/client.ts';
import { hello, refuses } from './support/plays.ts';
import { startServer } from './support/start-server.ts';
import { PROVIDERS, TRANSPORTS } from './support/subjects.ts';

const REASON = 'No retry followed, because the retry quota is exhausted.';

/** Calls of different kinds, also with their own `retry`. */
const CALLS: readonly ((opened: Opened, options?: CallOptions) => Promise<unknown>)[] = [
  ({ chat }) => chat(),
  ({ stream }) => stream().response(),
  ({ client }) => client.models.list(),
  ({ chat }) => chat({ retry: { maxRetries: 5, baseDelayMs: 0 } }),
  ({ stream }) => stream({ retry: { maxRetries: 3, baseDelayMs: 0 } }).response(),
];

/** Makes calls of all kinds, one after the other, and returns their errors. */
async function failures(opened: Opened, count: number) {
  const errors = [];
  for (let number = 0; number < count; number += 1) {
    const call = CALLS[number % CALLS.length];
    if (call !== undefined) errors.push(await rejection(call(opened)));
  }
  return errors;
}

describe.each(PROVIDERS)('$title: the retry quota', (subject) => {
  test('limits the retries of all calls together, and is named in the errors', async () => {
    await using server = await startServer(refuses(503));
    const calls = 30;
    await failures(open(subject, server.url, { retry: { quota: { capacity: 0 } } }), calls);
    const requests = server.requests.length;
    const opened = open(subject, server.url, { retry: { baseDelayMs: 0, quota: { capacity: 50, cost: 5 } } });
    const errors = await failures(opened, calls);
    expect(server.requests.length).toBe(2 * requests + 10);
    expect(errors.filter(({ message }) => message.includes(REASON)).length).toBeGreaterThan(calls - 10);
    expect(errors.at(-1)?.message).toContain(REASON);
    const entries = opened.logged.map(([message]) => message);
    expect(entries.filter((message) => message === 'retrying request')).toHaveLength(10);
    expect(entries).toContain('retry quota exhausted');
  });

  test('is refilled by calls that succeed', async () => {
    let isDown = true;
    await using server = await startServer((exchange) => (isDown ? refuses(503) : hello(subject))(exchange, 0));
    const opened = open(subject, server.url, { retry: { baseDelayMs: 0, quota: { capacity: 5, refill: 1 } } });
    const requests = async (call: () => Promise<unknown>): Promise<number> => {
      const before = server.requests.length;
      await call().catch(() => {});
      return server.requests.length - before;
    };
    expect(await requests(() => opened.chat())).toBe(2);
    expect(await requests(() => opened.chat())).toBe(1);
    isDown = false;
    for (let count = 0; count < 4; count += 1) expect(await opened.chat()).toBe('Hello');
    isDown = true;
    expect(await requests(() => opened.chat())).toBe(1);
    isDown = false;
    await opened.stream().response();
    isDown = true;
    expect(await requests(() => opened.chat())).toBe(2);
  });

  test('can be disabled', async () => {
    await using server = await startServer(refuses(503));
    const { chat } = open(subject, server.url, { retry: { baseDelayMs: 0, quota: false } });
    for (let count = 0; count < 60; count += 1) {
      expect((await rejection(chat())).message).not.toContain(REASON);
    }
    expect(server.requests).toHaveLength(180);
  });
});

describe.each(TRANSPORTS)('$title', (subject) => {
  test('100 calls to a server that is down make 110 requests with a capacity of 50 tokens', async () => {
    await using server = await startServer(refuses(503));
    const opened = open(subject, server.url, { retry: { baseDelayMs: 0, quota: { capacity: 50 } } });
    await failures(opened, 100);
    expect(server.requests).toHaveLength(110);
  });

  test('the quota is refilled by 1 for a success by default', async () => {
    let isDown = true;
    await using server = await startServer((exchange) => (isDown ? refuses(503) : hello(subject))(exchange, 0));
    const { chat } = open(subject, server.url, { retry: { baseDelayMs: 0, maxRetries: 1 } });
    for (let count = 0; count < 101; count += 1) await rejection(chat());
    expect(server.requests).toHaveLength(201);
    const afterSuccesses = async (count: number): Promise<number> => {
      isDown = false;
      for (let number = 0; number < count; number += 1) await chat();
      isDown = true;
      const before = server.requests.length;
      await rejection(chat());
      return server.requests.length - before;
    };
    expect(await afterSuccesses(4)).toBe(1);
    expect(await afterSuccesses(1)).toBe(2);
  });

  test('a policy of the application has its own quota, and is informed of successes', async () => {
    let number = 0;
    await using server = await startServer((exchange) => (++number === 1 ? refuses(503) : hello(subject))(exchange, 0));
    const clock = new FakeClock();
    const transport = subject.create(clock);
    const succeeded: unknown[] = [];
    const client = createClient({
      plugins: [subject.plugin],
      config: { provider: subject.provider, baseUrl: server.url, model: 'm' },
      transport,
      clock,
      retryPolicy: { delayMs: () => 0, succeeded: (call) => succeeded.push(call) },
    });
    for (let count = 0; count < 2; count += 1) {
      await client.chat({ messages: [{ role: 'user', content: 'Hi' }] }, { route: subject.route });
    }
    expect(succeeded).toEqual([{ retries: 1 }, { retries: 0 }]);
    await client.close();
    await transport.close();
  });
});
