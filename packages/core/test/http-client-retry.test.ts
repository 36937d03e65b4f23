import { HttpServer, rejectionOf, sendJson, settled } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import type { HttpCall } from '../src/http/http-call.js';
import { BackoffRetryPolicy } from '../src/http/retry-policy.js';
import { type OpenClient, opener, transports } from './support/open-client.js';
import { POST } from './support/http-calls.js';

/** Advances the clock past the waits of a client between its attempts. */
async function passWaits(clock: OpenClient['clock'], ...waitsMs: number[]): Promise<void> {
  for (const ms of waitsMs) {
    await clock.waitForTimer(ms);
    clock.advance(ms);
  }
}

describe.each(transports)('HttpClient.requestJson over $name', ({ create }) => {
  const open = opener(create);

  describe('a retry', () => {
    test('waits as long as the server requests', async () => {
      await using server = await HttpServer.listen((response, _request, number) =>
        number === 1
          ? sendJson(response, { error: 'slow' }, 429, { 'retry-after': '2' })
          : sendJson(response, { number }),
      );
      const { client, clock, logged } = open(server.url);
      const given = client.requestJson(POST);
      await clock.waitForTimer(2000);
      expect(server.requests).toHaveLength(1);
      clock.advance(1999);
      await settled();
      expect(server.requests).toHaveLength(1);
      clock.advance(1);
      expect((await given).body).toEqual({ number: 2 });
      expect(logged).toContainEqual({
        message: 'retrying request',
        fields: { code: 'rate_limited', attempt: 1, delayMs: 2000 },
      });
      expect(server.connections).toBe(1);
    });

    test('waits longer each time, and finally fails with the number of attempts', async () => {
      await using server = await HttpServer.listen((response) => sendJson(response, { error: 'busy' }, 503));
      const { client, clock } = open(server.url);
      const error = rejectionOf(client.requestJson(POST));
      await passWaits(clock, 250, 500);
      expect(await error).toMatchObject({ code: 'overloaded', status: 503, attempts: 3, provider: 'p' });
      expect(server.requests).toHaveLength(3);
    });

    test.each([400, 401, 402, 403, 404, 409, 422, 500, 501])('does not follow status %d', async (status) => {
      await using server = await HttpServer.listen((response) => sendJson(response, { error: 'no' }, status));
      const error = await rejectionOf(open(server.url).client.requestJson(POST));
      expect(error).toMatchObject({ name: 'ApiError', status, attempts: 1 });
      expect(server.requests).toHaveLength(1);
    });

    test.each<[string, Partial<HttpCall>]>([
      ['of a request that must not be sent twice', { safeToRetry: false }],
      ['that the call disables', { options: { retry: false } }],
    ])('%s is not attempted', async (_name, changes) => {
      await using server = await HttpServer.listen((response) => sendJson(response, {}, 503, { 'retry-after': '0' }));
      const error = await rejectionOf(open(server.url).client.requestJson({ ...POST, ...changes }));
      expect(error).toMatchObject({ status: 503, attempts: 1 });
      expect(server.requests).toHaveLength(1);
    });

    test('is attempted as often as the call allows', async () => {
      await using server = await HttpServer.listen((response) =>
        sendJson(response, {}, 503, { 'retry-after-ms': '0' }),
      );
      const error = await rejectionOf(open(server.url).client.requestJson({ ...POST, options: { retry: 4 } }));
      expect(error.attempts).toBe(5);
    });

    test('is not attempted if the waits would exceed the budget, and the error contains the time to wait', async () => {
      await using server = await HttpServer.listen((response) => sendJson(response, {}, 429, { 'retry-after': '20' }));
      const error = await rejectionOf(
        open(server.url, { retryPolicy: new BackoffRetryPolicy({ budgetMs: 10_000 }) }).client.requestJson(POST),
      );
      expect(error).toMatchObject({ code: 'rate_limited', retryAfterMs: 20_000, attempts: 1 });
    });

    test('is attempted if the connection is refused, and the error contains the number of attempts', async () => {
      const server = await HttpServer.listen(() => {});
      await server[Symbol.asyncDispose]();
      const { client, clock } = open(server.url);
      const error = rejectionOf(client.requestJson(POST));
      await passWaits(clock, 250, 500);
      expect(await error).toMatchObject({ code: 'connection_failed', attempts: 3, provider: 'p', retryable: true });
    });

    test('is not attempted for a POST whose connection closed before the response', async () => {
      await using server = await HttpServer.listen((response) => response.destroy());
      const error = await rejectionOf(open(server.url).client.requestJson(POST));
      expect(error).toMatchObject({ code: 'connection_failed', attempts: 1, retryable: false });
    });

    test('reads the previous response to its end, so that the connection is reused', async () => {
      await using server = await HttpServer.listen((response, _request, number) =>
        number <= 2
          ? sendJson(response, { error: 'x'.repeat(30_000) }, 503, { 'retry-after': '2' })
          : sendJson(response, {}),
      );
      const { client, clock } = open(server.url);
      const given = client.requestJson(POST);
      for (let waits = 0; waits < 2; waits += 1) {
        await clock.waitForTimer(2000);
        await settled();
        clock.advance(2000);
      }
      await given;
      expect([server.requests.length, server.connections]).toEqual([3, 1]);
    });

    test('closes a connection whose response does not end', async () => {
      await using server = await HttpServer.listen((response, _request, number) => {
        if (number === 2) return sendJson(response, {});
        response.writeHead(503, { 'retry-after-ms': '0' });
        response.write('x'.repeat(1_000_000));
      });
      await open(server.url).client.requestJson(POST);
      await server.requestsCanceled(1);
      expect(server.requests).toHaveLength(2);
    });

    test('can be aborted while it waits', async () => {
      await using server = await HttpServer.listen((response) => sendJson(response, {}, 503, { 'retry-after': '9' }));
      const controller = new AbortController();
      const { client, clock } = open(server.url);
      const error = rejectionOf(client.requestJson({ ...POST, options: { signal: controller.signal } }));
      await clock.waitForTimer(9000);
      controller.abort('enough');
      expect(await error).toMatchObject({ code: 'aborted', cause: 'enough', attempts: 1 });
      expect(server.requests).toHaveLength(1);
      expect(clock.timers).toBe(0);
    });

    test('waits as long as required, even if the idle timeout is shorter', async () => {
      await using server = await HttpServer.listen((response, _request, number) =>
        number === 1 ? sendJson(response, {}, 503, { 'retry-after': '9' }) : sendJson(response, {}),
      );
      const { client, clock } = open(server.url, { timeouts: { idle: 100 } });
      const given = client.requestJson(POST);
      await clock.waitForTimer(9000);
      clock.advance(9000);
      await expect(given).resolves.toMatchObject({ body: {} });
    });
  });
});
