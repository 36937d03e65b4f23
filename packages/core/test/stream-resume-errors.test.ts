import { closeEarly, HttpServer, keptResponse, leaveOpen, sendJson } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { BackoffRetryPolicy } from '../src/http/retry-policy.js';
import { gone, resumable } from './support/resumable.js';
import { opener, transports } from './support/open-client.js';
import { AT_ONCE, BYTES, FIRST, heardOf, seen, source } from './support/resumed-events.js';
import { listen } from './support/listener.js';

describe.each(transports)('a resumable stream over $name', ({ create }) => {
  const open = opener(create, AT_ONCE);

  describe('fails with the original error and sends a cancellation request', () => {
    const FAILED = {
      code: 'connection_failed',
      message: expect.stringContaining('closed before the response was complete'),
    };

    test.each<[string, (server: HttpServer['requests'][number], response: Parameters<typeof gone>[0]) => void, number]>(
      [
        ['if the server no longer has the response', (_request, response) => gone(response), 2],
        [
          'if the server no longer has the bytes',
          (_request, response) => sendJson(response, { error: 'overwritten' }, 400),
          2,
        ],
        [
          'if the response is an HTML page',
          (_r, response) => void response.setHeader('content-type', 'text/html').end('<p>'),
          2,
        ],
        ['if the rest is empty', (_request, response) => closeEarly(response, Buffer.alloc(0)), 3],
        ['if there is no response', (_request, response) => void response.socket?.destroy(), 3],
      ],
    )('%s', async (_name, respondToRest, attempts) => {
      await using server = await HttpServer.listen((response, request) => {
        if (request.method === 'POST') return closeEarly(response, Buffer.from(`${FIRST}data: {"w`));
        if (request.method === 'DELETE') return void response.writeHead(204).end();
        respondToRest(request, response);
      });
      const { client, clock } = open(server.url);
      const { heard, failure } = await heardOf(client, resumable().call);
      expect(heard).toHaveLength(2);
      expect(failure).toMatchObject({ ...FAILED, attempts });
      await client.settled();
      expect(seen(server).filter((request) => request.startsWith('DELETE'))).toHaveLength(1);
      expect(clock.timers).toBe(0);
    });

    test('if retries are disabled', async () => {
      await using server = await HttpServer.listen(keptResponse(BYTES, [20]));
      const { client } = open(server.url);
      const { failure } = await heardOf(client, resumable({ options: { retry: false } }).call);
      expect(failure).toMatchObject({ ...FAILED, attempts: 1 });
      await client.settled();
      expect(seen(server)).toEqual(['POST /chat', 'DELETE /rest']);
    });

    test('if the stream stalls repeatedly', async () => {
      await using server = await HttpServer.listen((response, { method }) => {
        if (method === 'DELETE') return void response.writeHead(204).end();
        if (method === 'POST') return leaveOpen(response, FIRST);
        response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      });
      const { client, clock } = open(server.url, { ...AT_ONCE, timeouts: { idle: 700, firstByte: 0 } });
      const listener = listen(source(client, resumable().call));
      await listener.heardSoMany(1);
      for (let silences = 1; silences <= 3; silences += 1) {
        await server.received(silences);
        await clock.waitForTimer(700);
        clock.advance(700);
      }
      await listener.ended;
      expect(listener.failure).toMatchObject({ code: 'idle_timeout', attempts: 3, provider: 'p' });
      await client.settled();
      const again = `GET /rest?from=${FIRST.length}`;
      expect(seen(server)).toEqual(['POST /chat', again, again, 'DELETE /rest']);
    });

    test('if all waits together exceed the retry budget', async () => {
      await using server = await HttpServer.listen((response, request) => {
        if (request.method === 'DELETE') {
          response.writeHead(204).end();
          return;
        }
        // Sends one more event each time, so that each interruption is a new one.
        closeEarly(response, Buffer.from(FIRST));
      });
      const retryPolicy = new BackoffRetryPolicy({ budgetMs: 600 }, () => 0.5);
      const { client, clock } = open(server.url, { retryPolicy });
      const listener = listen(source(client, resumable().call));
      for (let waits = 0; waits < 2; waits += 1) {
        await clock.waitForTimer(250);
        clock.advance(250);
      }
      await listener.ended;
      expect(listener.failure).toMatchObject({ ...FAILED, attempts: 3 });
      await client.settled();
    });

    test('if the total timeout would end the wait that the server requests', async () => {
      await using server = await HttpServer.listen((response, { method }) => {
        if (method === 'DELETE') return void response.writeHead(204).end();
        if (method === 'POST') return closeEarly(response, Buffer.from(FIRST));
        response.setHeader('retry-after', '6');
        sendJson(response, { error: 'busy' }, 503);
      });
      const { client, clock } = open(server.url);
      const { failure } = await heardOf(client, resumable({ options: { timeouts: { total: 5000 } } }).call);
      expect(failure).toMatchObject({ ...FAILED, attempts: 2 });
      await client.settled();
      expect(clock.timers).toBe(0);
    });

    test.each([
      ['an error within the response', 'data: {"error":{"message":"boom"}}\n\n', 'server_error'],
      ['invalid JSON', 'data: {"w\n\n', 'parse_error'],
      ['an event that is too large', `data: ${'x'.repeat(5000)}`, 'limit_exceeded'],
    ])('immediately after %s', async (_name, text, code) => {
      await using server = await HttpServer.listen((response, request) =>
        request.method === 'DELETE' ? void response.writeHead(204).end() : leaveOpen(response, FIRST + text),
      );
      const { client } = open(server.url, {
        ...AT_ONCE,
        limits: { maxBodyBytes: 1000, maxStreamBytes: 1e9, maxEventBytes: 1000 },
      });
      const { failure } = await heardOf(client, resumable().call);
      expect(failure).toMatchObject({ code, attempts: 1 });
      await client.settled();
      expect(seen(server)).toEqual(['POST /chat', 'DELETE /rest']);
    });
  });

  test('accepts a response that is not streamed if the server does not keep it', async () => {
    await using server = await HttpServer.listen((response, { method }) =>
      method === 'POST' ? sendJson(response, { whole: true }) : gone(response),
    );
    const { client } = open(server.url);
    const { heard } = await heardOf(client, resumable().call);
    expect(heard).toEqual([{ whole: true }, 'complete']);
  });
});
