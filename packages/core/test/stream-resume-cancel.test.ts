import { getEventListeners } from 'node:events';
import { closeEarly, HttpServer, leaveOpen, sendJson, settled } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import type { JsonHttpClient } from '../src/http/json-http-client.js';
import { PullIterator } from '../src/stream/pull-iterator.js';
import { resumable } from './support/resumable.js';
import { type OpenClient, opener, transports } from './support/open-client.js';
import { AT_ONCE, FIRST, heardOf, seen, source } from './support/resumed-events.js';
import { listen, Listener } from './support/listener.js';

describe.each(transports)('a resumable stream over $name', ({ create }) => {
  const open = opener(create, AT_ONCE);

  describe('sends one cancellation request', () => {
    interface Call {
      readonly client: JsonHttpClient;
      readonly controller: AbortController;
      readonly clock: OpenClient['clock'];
    }
    const WAYS: [string, (call: Call) => void][] = [
      ['an abort', ({ controller }) => controller.abort()],
      ['client.close()', ({ client }) => client.close()],
      ['the timeout of the call', ({ clock }) => clock.advance(9000)],
    ];
    const TIMEOUTS = { timeouts: { total: 9000, idle: 0, firstByte: 0 } };

    test('after breaking out of the loop', async () => {
      await using server = await HttpServer.listen((response, { method }) =>
        method === 'POST' ? leaveOpen(response, FIRST) : void response.writeHead(204).end(),
      );
      const { client, clock } = open(server.url);
      for await (const _ of new PullIterator(source(client, resumable().call))) break;
      await client.settled();
      expect(seen(server)).toEqual(['POST /chat', 'DELETE /rest']);
      expect(clock.timers).toBe(0);
    });

    test.each(WAYS)('after %s in the middle of the response', async (_name, cancel) => {
      await using server = await HttpServer.listen((response, { method }) =>
        method === 'POST' ? leaveOpen(response, FIRST) : void response.writeHead(204).end(),
      );
      const { client, clock } = open(server.url, TIMEOUTS);
      const controller = new AbortController();
      const listener = new Listener();
      const options = { signal: controller.signal, headers: { 'x-who': 'me' } };
      source(client, resumable({ options }).call).subscribe(listener);
      await listener.heardSoMany(1);
      cancel({ client, controller, clock });
      await listener.ended;
      await client.settled();
      expect(seen(server)).toEqual(['POST /chat', 'DELETE /rest']);
      expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
      expect(clock.timers).toBe(0);
      await server.requestsCanceled(1);
    });

    test.each(WAYS)('after %s while it waits to resume', async (_name, cancel) => {
      await using server = await HttpServer.listen((response, { method }) =>
        method === 'POST' ? closeEarly(response, Buffer.from(FIRST)) : void response.writeHead(204).end(),
      );
      const { client, clock } = open(server.url, TIMEOUTS);
      const controller = new AbortController();
      const listener = new Listener();
      source(client, resumable({ options: { signal: controller.signal, retry: { baseDelayMs: 1e5 } } }).call).subscribe(
        listener,
      );
      while (clock.timers < 2) await settled();
      cancel({ client, controller, clock });
      await listener.ended;
      await client.settled();
      expect(seen(server)).toEqual(['POST /chat', 'DELETE /rest']);
      expect(clock.timers).toBe(0);
    });

    test.each(WAYS)('after %s while the rest is requested', async (_name, cancel) => {
      await using server = await HttpServer.listen((response, { method }) => {
        if (method === 'POST') closeEarly(response, Buffer.from(FIRST));
        if (method === 'DELETE') response.writeHead(204).end();
      });
      const { client, clock } = open(server.url, { ...AT_ONCE, ...TIMEOUTS });
      const controller = new AbortController();
      const listener = listen(source(client, resumable({ options: { signal: controller.signal } }).call));
      await server.received(2);
      cancel({ client, controller, clock });
      await listener.ended;
      await client.settled();
      expect(seen(server)).toEqual(['POST /chat', `GET /rest?from=${FIRST.length}`, 'DELETE /rest']);
      expect(clock.timers).toBe(0);
      await server.requestsCanceled(2);
    });

    test('and retries it after 1 s if the server has not begun to respond', async () => {
      await using server = await HttpServer.listen((response, { method }) => {
        if (method === 'DELETE') response.writeHead(204).end();
      });
      const { client, clock } = open(server.url);
      const subscription = source(client, resumable().call).subscribe(new Listener());
      await server.received(1);
      subscription.cancel();
      subscription.cancel();
      await server.received(2);
      await clock.waitForTimer(1000);
      clock.advance(1000);
      await client.settled();
      expect(seen(server)).toEqual(['POST /chat', 'DELETE /rest', 'DELETE /rest']);
      expect(clock.timers).toBe(0);
    });

    test('after client.close() while the request is pending', async () => {
      await using server = await HttpServer.listen((response, { method }) => {
        if (method === 'DELETE') response.writeHead(204).end();
      });
      const { client, clock } = open(server.url);
      source(client, resumable().call).subscribe(new Listener());
      await server.received(1);
      client.close();
      const closed = client.settled();
      await clock.waitForTimer(1000);
      clock.advance(1000);
      await closed;
      expect(seen(server)).toEqual(['POST /chat', 'DELETE /rest', 'DELETE /rest']);
    });

    test('unless nothing was sent or the server rejected the request', async () => {
      await using server = await HttpServer.listen((response) => sendJson(response, { error: 'no' }, 400));
      const { client } = open(server.url, { ...AT_ONCE, apiToken: async () => 'token' });
      source(client, resumable().call).subscribe(new Listener()).cancel();
      await heardOf(client, resumable().call);
      await client.settled();
      expect(seen(server)).toEqual(['POST /chat']);
    });

    test('and ignores that its response takes longer than 5 s', async () => {
      await using server = await HttpServer.listen((response, { method }) => {
        if (method === 'POST') leaveOpen(response, FIRST);
      });
      const { client, clock, logged } = open(server.url);
      for await (const _ of new PullIterator(source(client, resumable().call))) break;
      await server.received(2);
      clock.advance(5000);
      await client.settled();
      expect(logged.at(-1)).toMatchObject({ fields: { code: 'total_timeout' } });
      await server.requestsCanceled(2);
      expect(clock.timers).toBe(0);
    });
  });
});
