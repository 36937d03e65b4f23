import { getEventListeners } from 'node:events';
import { chunk, CHUNKED_EVENTS, RawServer, rejectionOf, settled } from '@lmux/test-support';
import { afterEach, describe, expect, test } from 'vitest';
import { BodyReader, readAll } from './support/body-reader.js';
import { exchange, get, opened, post, transports } from './support/transports.js';

afterEach(async () => {
  for (const transport of opened.splice(0)) await transport.close();
});

describe.each(transports)('$name', ({ create }) => {
  describe('giving up closes the socket at once', () => {
    test('by abort before the head', async () => {
      await using server = await RawServer.listen();
      const controller = new AbortController();
      const reason = new Error('no longer wanted');
      const sent = rejectionOf(create().send(post(server.url, { signal: controller.signal })));
      const connection = await server.connection();
      await connection.request();
      controller.abort(reason);
      expect(await sent).toBe(reason);
      await expect(connection.closed).resolves.toBeUndefined();
      expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
    });

    test('by abort between head and body', async () => {
      await using server = await RawServer.listen();
      const controller = new AbortController();
      const reason = new Error('no longer wanted');
      const { body } = await exchange(create(), server, CHUNKED_EVENTS + chunk('one'), { signal: controller.signal });
      controller.abort(reason);
      await expect((await server.connection()).closed).resolves.toBeUndefined();
      await expect(readAll(body)).rejects.toBe(reason);
    });

    test('by abort in the middle of the body, told once', async () => {
      await using server = await RawServer.listen();
      const controller = new AbortController();
      const reason = new Error('no longer wanted');
      const { body } = await exchange(create(), server, CHUNKED_EVENTS + chunk('one'), { signal: controller.signal });
      const reader = await BodyReader.of(body, 'one');
      controller.abort(reason);
      await expect(reader.ended).rejects.toBe(reason);
      await expect((await server.connection()).closed).resolves.toBeUndefined();
      await settled();
      expect(reader.ends).toBe(1);
      expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
    });

    test('by abort before it begins, when nothing is sent', async () => {
      await using server = await RawServer.listen();
      await expect(create().send(get(server.url, { signal: AbortSignal.abort('early') }))).rejects.toBe('early');
      expect(server.connections).toHaveLength(0);
    });

    test('by cancel between head and body', async () => {
      await using server = await RawServer.listen();
      const { body } = await exchange(create(), server, CHUNKED_EVENTS + chunk('one'));
      body.cancel();
      body.cancel();
      await expect((await server.connection()).closed).resolves.toBeUndefined();
    });

    test('by cancel in the middle of the body, and nothing is heard any more', async () => {
      await using server = await RawServer.listen();
      const controller = new AbortController();
      const { body } = await exchange(create(), server, CHUNKED_EVENTS + chunk('one'), { signal: controller.signal });
      const reader = await BodyReader.of(body, 'one');
      body.cancel();
      await expect((await server.connection()).closed).resolves.toBeUndefined();
      await settled();
      expect([reader.text, reader.ends]).toEqual(['one', 0]);
      expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
    });

    test('by cancel of a paused body', async () => {
      await using server = await RawServer.listen();
      const { body } = await exchange(create(), server, CHUNKED_EVENTS + chunk('one'));
      await BodyReader.of(body, 'one');
      body.pause();
      body.cancel();
      await expect((await server.connection()).closed).resolves.toBeUndefined();
    });
  });

  describe('close', () => {
    test('ends what waits for a response, and closes its socket', async () => {
      await using server = await RawServer.listen();
      const transport = create();
      const sent = rejectionOf(transport.send(get(server.url)));
      const connection = await server.connection();
      await connection.request();
      await transport.close();
      expect(await sent).toMatchObject({ code: 'closed', retryable: false });
      await expect(connection.closed).resolves.toBeUndefined();
    });

    test('ends a body that is being read', async () => {
      await using server = await RawServer.listen();
      const transport = create();
      const { body } = await exchange(transport, server, CHUNKED_EVENTS + chunk('one'));
      const reader = await BodyReader.of(body, 'one');
      await transport.close();
      expect(await rejectionOf(reader.ended)).toMatchObject({ code: 'closed' });
      await expect((await server.connection()).closed).resolves.toBeUndefined();
    });

    test('refuses what comes later, and may be called again', async () => {
      const transport = create();
      await transport.close();
      await transport.close();
      await expect(transport.send(get('http://127.0.0.1:9/'))).rejects.toMatchObject({ code: 'closed' });
    });
  });
});
