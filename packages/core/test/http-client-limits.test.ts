import { getEventListeners } from 'node:events';
import { chunk, CHUNKED_EVENTS, HttpServer, rawResponse, RawServer, rejectionOf, sendJson } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import type { ApiError } from '../src/errors/api-error.js';
import { opener, transports } from './support/open-client.js';
import { GET, POST } from './support/http-calls.js';

describe.each(transports)('HttpClient.requestJson over $name', ({ create }) => {
  const open = opener(create);

  describe('timeouts', () => {
    test('firstByte ends a call without a response', async () => {
      await using server = await HttpServer.listen(() => {});
      const { client, clock } = open(server.url, { timeouts: { firstByte: 700 } });
      const error = rejectionOf(client.requestJson(POST));
      await server.received(1);
      clock.advance(700);
      expect(await error).toMatchObject({ code: 'first_byte_timeout', provider: 'p', attempts: 1 });
      await server.socketsClosed();
    });

    test('idle ends a body that stalls', async () => {
      await using server = await RawServer.listen();
      const { client, clock } = open(server.url, { timeouts: { idle: 700 } });
      const error = rejectionOf(client.requestJson(POST));
      await server.respond(CHUNKED_EVENTS + chunk('{'));
      await clock.waitForTimer(700);
      clock.advance(700);
      expect(await error).toMatchObject({ code: 'idle_timeout', attempts: 1 });
      await expect((await server.connection()).closed).resolves.toBeUndefined();
    });

    test('total applies to all attempts of a call together', async () => {
      await using server = await HttpServer.listen((response, _request, number) => {
        if (number === 1) sendJson(response, {}, 503, { 'retry-after': '2' });
      });
      const { client, clock } = open(server.url, { timeouts: { total: 3000 } });
      const error = rejectionOf(client.requestJson(POST));
      await clock.waitForTimer(2000);
      clock.advance(2000);
      await server.received(2);
      clock.advance(1000);
      expect(await error).toMatchObject({ code: 'total_timeout', attempts: 2 });
      await server.requestsCanceled(1);
    });

    test('total is off by default for long-running calls', async () => {
      await using server = await RawServer.listen();
      const { client, clock } = open(server.url);
      const given = client.requestJson({ ...POST, longRunning: true, options: { timeouts: { firstByte: 0 } } });
      await (await server.connection()).request();
      expect(clock.timers).toBe(0);
      (await server.connection()).write(rawResponse('{}'));
      await given;
    });
  });

  describe('the caller', () => {
    test('may abort before the response, without a remaining listener on the signal', async () => {
      await using server = await HttpServer.listen(() => {});
      const { client } = open(server.url);
      const controller = new AbortController();
      const reason = new Error('not needed anymore');
      const error = rejectionOf(client.requestJson({ ...POST, options: { signal: controller.signal } }));
      await server.received(1);
      controller.abort(reason);
      expect(await error).toMatchObject({ code: 'aborted', cause: reason, retryable: false });
      await server.socketsClosed();
      expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
    });

    test('may abort in the middle of the response', async () => {
      await using server = await RawServer.listen();
      const { client, clock } = open(server.url, { timeouts: { idle: 700 } });
      const controller = new AbortController();
      const error = rejectionOf(client.requestJson({ ...POST, options: { signal: controller.signal } }));
      await server.respond(CHUNKED_EVENTS + chunk('{'));
      await clock.waitForTimer(700);
      controller.abort();
      expect(await error).toMatchObject({ code: 'aborted' });
      await expect((await server.connection()).closed).resolves.toBeUndefined();
    });

    test('may use one signal for many calls', async () => {
      await using server = await HttpServer.listen((response) => sendJson(response, {}));
      const { client } = open(server.url);
      const { signal } = new AbortController();
      for (let calls = 0; calls < 20; calls += 1) await client.requestJson({ ...GET, options: { signal } });
      expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    });
  });

  describe('limits', () => {
    test('maxBodyBytes rejects a body that is too large and closes the connection', async () => {
      await using server = await HttpServer.listen((response) => void response.write('x'.repeat(5_000_000)));
      const { client } = open(server.url, {
        limits: { maxBodyBytes: 1_000_000, maxStreamBytes: 1e9, maxEventBytes: 1000 },
      });
      const error = await rejectionOf(client.requestJson(GET));
      expect(error).toMatchObject({ code: 'limit_exceeded', provider: 'p', attempts: 1 });
      expect(error.message).toContain('maxBodyBytes');
      await server.socketsClosed();
    });

    test('the body of an error is read only up to 64 KiB', async () => {
      await using server = await HttpServer.listen((response) => {
        response.writeHead(500);
        response.write('the cause '.repeat(500_000));
      });
      const error = await rejectionOf<ApiError>(open(server.url).client.requestJson(GET));
      expect(error).toMatchObject({ code: 'server_error', status: 500 });
      expect(error.message).toContain('the cause');
      expect(error.rawBody?.length).toBe(65_536);
      await server.socketsClosed();
    });

    test('the body of an error is quoted even if it ends early', async () => {
      await using server = await RawServer.listen();
      const error = rejectionOf(open(server.url).client.requestJson(GET));
      await server.respond('HTTP/1.1 401 No\r\ncontent-length: 999\r\n\r\nwrong key');
      (await server.connection()).socket.end();
      expect(await error).toMatchObject({ code: 'authentication', status: 401, rawBody: 'wrong key' });
    });

    test('maxConcurrent applies to calls with every outcome', async () => {
      let running = 0;
      let most = 0;
      await using server = await HttpServer.listen((response, _request, number) => {
        most = Math.max(most, (running += 1));
        setImmediate(() => {
          running -= 1;
          if (number % 3 === 0) sendJson(response, { error: 'no' }, 400);
          else if (number % 3 === 1) sendJson(response, {});
          else response.end('not JSON');
        });
      });
      const { client } = open(server.url, { maxConcurrent: 2 });
      const calls = Array.from({ length: 9 }, () => client.requestJson(GET));
      const outcomes = await Promise.allSettled(calls);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
      expect(most).toBe(2);
    });
  });

  describe('close', () => {
    test('rejects calls that are running, waiting for a retry, or queued', async () => {
      await using server = await HttpServer.listen((response, request) => {
        if (request.path === '/busy') sendJson(response, {}, 503, { 'retry-after': '9' });
      });
      const { client, clock } = open(server.url, { maxConcurrent: 2 });
      const errors = ['/hangs', '/busy', '/waits'].map((path) => rejectionOf(client.requestJson({ ...POST, path })));
      await clock.waitForTimer(9000);
      client.close();
      for (const error of await Promise.all(errors)) expect(error).toMatchObject({ code: 'closed', provider: 'p' });
      expect(server.requests.map(({ path }) => path)).not.toContain('/waits');
      expect(clock.timers).toBe(0);
    });

    test('rejects later calls', async () => {
      await using server = await HttpServer.listen((response) => sendJson(response, {}));
      const { client } = open(server.url);
      client.close();
      expect(await rejectionOf(client.requestJson(GET))).toMatchObject({ code: 'closed' });
      expect(server.requests).toEqual([]);
    });
  });
});
