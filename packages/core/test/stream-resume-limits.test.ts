import { closeEarly, HttpServer, type HttpHandler } from '@lmux/test-support';
import { describe, expect, test, vi } from 'vitest';
import type { StreamResume } from '../src/http/http-call.js';
import { BackoffRetryPolicy } from '../src/http/retry-policy.js';
import { opener, transports } from './support/open-client.js';
import { AT_ONCE, FIRST, heardOf, seen } from './support/resumed-events.js';
import { POST, resumable } from './support/resumable.js';

/** Returns a server that sends an event, closes the connection, and sends these bytes for every continuation. */
const sendingForever =
  (bytes: string): HttpHandler =>
  (response, { method }) => {
    if (method === 'DELETE') response.writeHead(204).end();
    else closeEarly(response, Buffer.from(method === 'POST' ? FIRST : bytes));
  };

describe.each(transports)('a resumable stream over $name', ({ create }) => {
  const open = opener(create, AT_ONCE);

  test.each<[what: string, bytes: string]>([
    ['a byte of a comment', ':'],
    ['a comment', ': ping\n\n'],
    ['a blank line', '\n'],
    ['a field without data', 'event: x\n\n'],
    ['a part of an event', 'data: {"w":"x'],
    ['a byte of an event', 'd'],
  ])('makes no progress with %s in each continuation', async (_what, bytes) => {
    await using server = await HttpServer.listen(sendingForever(bytes));
    const { client } = open(server.url);
    const { failure } = await heardOf(client, resumable().call);
    expect(failure).toMatchObject({ code: 'connection_failed', attempts: 3 });
    await client.settled();
  });

  test('is continued at most 100 times, however much arrives, even without delays', async () => {
    await using server = await HttpServer.listen(sendingForever(FIRST));
    const retryPolicy = new BackoffRetryPolicy({ maxRetries: 1_000_000, baseDelayMs: 0, quota: false });
    const { client, logged } = open(server.url, { retryPolicy });
    const { call, warnings } = resumable();
    const { heard, failure } = await heardOf(client, call);
    expect(failure).toMatchObject({
      code: 'connection_failed',
      attempts: 101,
      message: expect.stringMatching(/ The stream was resumed 100 times before, which is the maximum\.$/),
    });
    expect(heard).toHaveLength(102);
    await client.settled();
    expect(seen(server)).toHaveLength(102);
    expect(warnings).toHaveLength(100);
    expect(logged.filter(({ message }) => message === 'resuming stream')).toHaveLength(100);
  });

  test('is continued at most 100 times if each continuation fails', async () => {
    await using server = await HttpServer.listen((response, { method }) => {
      if (method === 'POST') closeEarly(response, Buffer.from(FIRST));
      else response.writeHead(method === 'DELETE' ? 204 : 503).end();
    });
    const retryPolicy = new BackoffRetryPolicy({ maxRetries: 1_000_000, baseDelayMs: 0, quota: false });
    const { client } = open(server.url, { retryPolicy });
    const { failure } = await heardOf(client, resumable().call);
    expect(failure).toMatchObject({ code: 'connection_failed', attempts: 101 });
    await client.settled();
    const requests = seen(server);
    expect(requests).toHaveLength(102);
    expect(requests.filter((request) => request === 'DELETE /rest')).toHaveLength(1);
  });

  test('takes its continuations from the retry quota, and returns those that succeeded', async () => {
    await using server = await HttpServer.listen(sendingForever(': ping\n\n'));
    const retryPolicy = new BackoffRetryPolicy({ maxRetries: 9, quota: { capacity: 5, refill: 0 } }, () => 0);
    const { client, logged } = open(server.url, { retryPolicy });
    // Each continuation has a successful status, so the quota lasts.
    expect((await heardOf(client, resumable().call)).failure).toMatchObject({ attempts: 10 });
    await client.settled();
    await server[Symbol.asyncDispose]();
    // The server is gone, so that a retry of the next call uses the quota up.
    expect((await heardOf(client, resumable().call)).failure).toMatchObject({
      attempts: 2,
      message: expect.stringMatching(/ No retry followed, because the retry quota is exhausted\./),
    });
    expect(logged.filter(({ message }) => message === 'retry quota exhausted')).toHaveLength(1);
  });

  test.each([
    ['before the first continuation', { capacity: 4 }, 1],
    ['by a continuation that failed', { capacity: 5, cost: 5 }, 2],
  ])('names the quota that was exhausted %s in the original error', async (_when, quota, attempts) => {
    await using server = await HttpServer.listen((response, { method }) => {
      if (method === 'POST') closeEarly(response, Buffer.from(FIRST));
      else response.writeHead(method === 'DELETE' ? 204 : 503).end();
    });
    const retryPolicy = new BackoffRetryPolicy({ baseDelayMs: 0, quota });
    const { client } = open(server.url, { retryPolicy });
    const { failure } = await heardOf(client, resumable().call);
    await client.settled();
    expect(failure).toMatchObject({
      code: 'connection_failed',
      attempts,
      message: expect.stringMatching(/closed before the response was complete .* No retry followed, because the retry/),
    });
  });

  test.each<[string, () => number]>([
    [
      'throws',
      () => {
        throw new Error('boom');
      },
    ],
    ['returns NaN', () => Number.NaN],
  ])('fails with the original error if the policy of the application %s', async (_what, delayMs) => {
    await using server = await HttpServer.listen(sendingForever(FIRST));
    const { client } = open(server.url, { retryPolicy: { delayMs } });
    expect((await heardOf(client, resumable().call)).failure).toMatchObject({ code: 'connection_failed', attempts: 1 });
    await client.settled();
    expect(seen(server)).toEqual(['POST /chat', 'DELETE /rest']);
  });

  test('goes on if the receiver of its warnings throws', async () => {
    await using server = await HttpServer.listen((response, request) =>
      request.method === 'POST'
        ? closeEarly(response, Buffer.from(FIRST))
        : void response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: [DONE]\n\n'),
    );
    const warn = vi.fn<() => void>(() => {
      throw new Error('boom');
    });
    const resume: StreamResume = { continueFrom: () => ({ method: 'GET', path: '/rest' }), warn };
    const { heard } = await heardOf(open(server.url).client, { ...POST, resume });
    expect([heard, warn.mock.calls.length]).toEqual([[{ w: 1 }, 'complete'], 1]);
  });
});
