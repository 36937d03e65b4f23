import { getEventListeners } from 'node:events';
import { chunk, CHUNKED_EVENTS, HttpServer, RawServer, settled } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { PullIterator } from '../src/stream/pull-iterator.js';
import { opener, transports } from './support/open-client.js';
import { DONE, event, POST, source, streamed } from './support/http-events.js';
import { listen, Listener } from './support/listener.js';

describe.each(transports)('HttpClient.requestStream over $name', ({ create }) => {
  const open = opener(create);

  describe('the connection is closed immediately', () => {
    test('by cancel() before the response', async () => {
      await using server = await RawServer.listen();
      const { client, clock } = open(server.url);
      const listener = new Listener();
      const subscription = source(client).subscribe(listener);
      const connection = await server.connection();
      await connection.request();
      subscription.cancel();
      subscription.cancel();
      await expect(connection.closed).resolves.toBeUndefined();
      expect(clock.timers).toBe(0);
      expect(listener.heard).toEqual([]);
    });

    test('by cancel() while an event is emitted', async () => {
      await using server = await RawServer.listen();
      const { client } = open(server.url);
      const heard: unknown[] = [];
      const subscription = source(client).subscribe({
        next(value) {
          heard.push(value);
          subscription.cancel();
        },
        error: (error) => heard.push(error),
        complete: () => heard.push('complete'),
      });
      await server.respond(CHUNKED_EVENTS + chunk(event(1) + event(2) + DONE));
      await expect((await server.connection()).closed).resolves.toBeUndefined();
      expect(heard).toEqual([1]);
    });

    test('by an abort while an event is emitted, and nothing follows the error', async () => {
      await using server = await RawServer.listen();
      const { client } = open(server.url);
      const heard: unknown[] = [];
      const controller = new AbortController();
      source(client, { ...POST, options: { signal: controller.signal } }).subscribe({
        next(value) {
          heard.push(value);
          controller.abort();
        },
        error: (error) => heard.push((error as { code: string }).code),
        complete: () => heard.push('complete'),
      });
      await server.respond(CHUNKED_EVENTS + chunk(event(1) + event(2) + DONE));
      await expect((await server.connection()).closed).resolves.toBeUndefined();
      expect(heard).toEqual([1, 'aborted']);
    });

    test('by breaking out of the loop', async () => {
      await using server = await RawServer.listen();
      const { client } = open(server.url);
      void server.respond(CHUNKED_EVENTS + chunk(event(1)));
      for await (const _ of new PullIterator(source(client))) break;
      await expect((await server.connection()).closed).resolves.toBeUndefined();
    });

    test('by cancel() before anything is sent', async () => {
      await using server = await HttpServer.listen(() => {});
      const { client, clock } = open(server.url, { apiToken: async () => 'token' });
      const listener = new Listener();
      source(client).subscribe(listener).cancel();
      await settled();
      expect(server.requests).toEqual([]);
      expect(clock.timers).toBe(0);
      expect(listener.heard).toEqual([]);
    });

    test('by an abort while the server is silent, without a remaining listener on the signal', async () => {
      await using server = await RawServer.listen();
      const { client } = open(server.url);
      const controller = new AbortController();
      const reason = new Error('not needed anymore');
      const listener = listen(source(client, { ...POST, options: { signal: controller.signal } }));
      await server.respond(CHUNKED_EVENTS + chunk(event(1)));
      await listener.heardSoMany(1);
      controller.abort(reason);
      await listener.ended;
      expect(listener.failure).toMatchObject({ code: 'aborted', cause: reason, provider: 'p' });
      await expect((await server.connection()).closed).resolves.toBeUndefined();
      expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
    });

    test('by an abort while the stream is paused', async () => {
      await using server = await RawServer.listen();
      const { client } = open(server.url);
      const controller = new AbortController();
      const listener = new Listener();
      const subscription = source(client, { ...POST, options: { signal: controller.signal } }).subscribe(listener);
      await server.respond(CHUNKED_EVENTS + chunk(event(1)));
      await listener.heardSoMany(1);
      subscription.pause();
      controller.abort();
      await listener.ended;
      await expect((await server.connection()).closed).resolves.toBeUndefined();
    });

    test('by closing the client', async () => {
      await using server = await RawServer.listen();
      const { client, listener } = await streamed(open(server.url), server, CHUNKED_EVENTS + chunk(event(1)));
      await listener.heardSoMany(1);
      client.close();
      await listener.ended;
      expect(listener.failure).toMatchObject({ code: 'closed', provider: 'p' });
      await expect((await server.connection()).closed).resolves.toBeUndefined();
      const late = listen(source(client));
      await late.ended;
      expect(late.failure).toMatchObject({ code: 'closed' });
    });
  });
});
