import { getEventListeners } from 'node:events';
import { chunk, CHUNKED_EVENTS, RawServer, rejectionOf, settled } from '@lmux/test-support';
import { afterEach, describe, expect, test } from 'vitest';
import { BodyReader, readAll } from './support/body-reader.js';
import { exchange, get, opened, post, transports } from './support/transports.js';

afterEach(async () => {
  for (const transport of opened.splice(0)) await transport.close();
});

describe.each(transports)('$name', ({ create }) => {
  describe('the connection is closed immediately', () => {
    test('by an abort before the response', async () => {
      await using server = await RawServer.listen();
      const controller = new AbortController();
      const reason = new Error('not needed anymore');
      const sent = rejectionOf(create().send(post(server.url, { signal: controller.signal })));
      const connection = await server.connection();
      await connection.request();
      controller.abort(reason);
      expect(await sent).toBe(reason);
      await expect(connection.closed).resolves.toBeUndefined();
      expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
    });

    test('by an abort between headers and body', async () => {
      await using server = await RawServer.listen();
      const controller = new AbortController();
      const reason = new Error('not needed anymore');
      const { body } = await exchange(create(), server, CHUNKED_EVENTS + chunk('one'), { signal: controller.signal });
      controller.abort(reason);
      await expect((await server.connection()).closed).resolves.toBeUndefined();
      await expect(readAll(body)).rejects.toBe(reason);
    });

    test('by an abort in the middle of the body, which is reported once', async () => {
      await using server = await RawServer.listen();
      const controller = new AbortController();
      const reason = new Error('not needed anymore');
      const { body } = await exchange(create(), server, CHUNKED_EVENTS + chunk('one'), { signal: controller.signal });
      const reader = await BodyReader.of(body, 'one');
      controller.abort(reason);
      await expect(reader.ended).rejects.toBe(reason);
      await expect((await server.connection()).closed).resolves.toBeUndefined();
      await settled();
      expect(reader.ends).toBe(1);
      expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
    });

    test('or not opened at all if the signal is already aborted', async () => {
      await using server = await RawServer.listen();
      await expect(create().send(get(server.url, { signal: AbortSignal.abort('early') }))).rejects.toBe('early');
      expect(server.connections).toHaveLength(0);
    });

    test('by cancel() between headers and body', async () => {
      await using server = await RawServer.listen();
      const { body } = await exchange(create(), server, CHUNKED_EVENTS + chunk('one'));
      body.cancel();
      body.cancel();
      await expect((await server.connection()).closed).resolves.toBeUndefined();
    });

    test('by cancel() in the middle of the body, which then emits nothing', async () => {
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

    test('by cancel() of a paused body', async () => {
      await using server = await RawServer.listen();
      const { body } = await exchange(create(), server, CHUNKED_EVENTS + chunk('one'));
      await BodyReader.of(body, 'one');
      body.pause();
      body.cancel();
      await expect((await server.connection()).closed).resolves.toBeUndefined();
    });
  });

  describe('close', () => {
    test('rejects a request that waits for its response, and closes the connection', async () => {
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

    test('rejects later requests, and may be called repeatedly', async () => {
      const transport = create();
      await transport.close();
      await transport.close();
      await expect(transport.send(get('http://127.0.0.1:9/'))).rejects.toMatchObject({ code: 'closed' });
    });
  });
});
