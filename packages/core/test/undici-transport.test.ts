import { readFile } from 'node:fs/promises';
import {
  chunk,
  CHUNKED_EVENTS,
  type RawConnection,
  rawHead,
  rawResponse,
  RawServer,
  rejectionOf,
} from '@lmux/test-support';
import { afterEach, describe, expect, test } from 'vitest';
import type { LmError } from '../src/errors/lm-error.js';
import { FakeClock } from '../src/testing/fake-clock.js';
import { isDeadKeepAlive } from '../src/transport/connection-error.js';
import { UndiciTransport } from '../src/transport/undici-transport.js';
import { BodyReader, readAll } from './support/body-reader.js';
import { exchange, get, keep, makeConnection, opened, post } from './support/transports.js';

afterEach(async () => {
  for (const transport of opened.splice(0)) await transport.close();
});

describe('UndiciTransport', () => {
  test('requests an uncompressed response', async () => {
    await using server = await RawServer.listen();
    const sent = keep(new UndiciTransport()).send(get(server.url));
    expect(await server.respond(rawResponse('{}'))).toMatch(/^accept-encoding: identity\r$/im);
    await readAll((await sent).body);
  });

  test('sends a user-agent with the version of the package', async () => {
    const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    await using server = await RawServer.listen();
    const sent = keep(new UndiciTransport()).send(get(server.url));
    expect(await server.respond(rawResponse('{}'))).toMatch(new RegExp(`^user-agent: lmux/${version}\\r$`, 'im'));
    await readAll((await sent).body);
  });

  test('sends the user-agent of the application', async () => {
    await using server = await RawServer.listen();
    const request = { ...get(server.url), headers: { 'user-agent': 'mine/1' } };
    const sent = keep(new UndiciTransport()).send(request);
    const head = await server.respond(rawResponse('{}'));
    expect(head.match(/^user-agent:.*$/gim)).toEqual(['user-agent: mine/1']);
    await readAll((await sent).body);
  });

  test('rejects a successful response that is compressed anyway, and closes its connection', async () => {
    await using server = await RawServer.listen();
    const sent = rejectionOf(keep(new UndiciTransport()).send(get(server.url)));
    // The connection of a complete response would return to the pool.
    await server.respond(`${rawHead(200, { 'content-encoding': 'gzip', 'content-length': '100' })}\u001F\u008B`);
    expect(await sent).toMatchObject({ code: 'unexpected_response', message: expect.stringContaining('compressed') });
    await expect((await server.connection()).closed).resolves.toBeUndefined();
  });

  test('closes its idle connections', async () => {
    await using server = await RawServer.listen();
    const transport = new UndiciTransport();
    const { body } = await exchange(transport, server, rawResponse('{}'));
    await readAll(body);
    await transport.close();
    await expect((await server.connection()).closed).resolves.toBeUndefined();
  });

  test('closes the socket if it is aborted while the connection is being established', async () => {
    await using server = await RawServer.listen();
    const controller = new AbortController();
    // The server does not respond to the TLS handshake.
    const sent = rejectionOf(
      keep(new UndiciTransport()).send(get(`https://127.0.0.1:${server.port}/`, { signal: controller.signal })),
    );
    const connection = await server.connection();
    controller.abort(new Error('not needed anymore'));
    expect((await sent).message).toBe('not needed anymore');
    await expect(connection.closed).resolves.toBeUndefined();
  });

  describe('the connect timeout', () => {
    test('ends the attempt and closes the half-open socket', async () => {
      await using server = await RawServer.listen();
      const clock = new FakeClock();
      const url = `https://user:pass@127.0.0.1:${server.port}/v1`;
      const sent = rejectionOf(keep(new UndiciTransport({ clock })).send(get(url, { timeouts: { connect: 5000 } })));
      const connection = await server.connection();
      await clock.waitForTimer(5000);
      clock.advance(5000);
      const error = await sent;
      expect(error).toMatchObject({ code: 'connect_timeout', retryable: true });
      expect(error.message).toContain('5000 ms');
      expect(error.message).toContain('timeouts.connect');
      expect(error.message).not.toContain('pass');
      await expect(connection.closed).resolves.toBeUndefined();
      expect(clock.timers).toBe(0);
    });

    test('stops when the connection is established, however long the response takes', async () => {
      await using server = await RawServer.listen();
      const clock = new FakeClock();
      const sent = keep(new UndiciTransport({ clock })).send(get(server.url, { timeouts: { connect: 5000 } }));
      const connection = await server.connection();
      await connection.request();
      expect(clock.timers).toBe(0);
      clock.advance(600_000);
      connection.write(rawResponse('{}'));
      expect(await readAll((await sent).body)).toBe('{}');
    });

    test('stops when the attempt fails', async () => {
      const clock = new FakeClock();
      await rejectionOf(
        keep(new UndiciTransport({ clock })).send(get('http://no..where/', { timeouts: { connect: 9 } })),
      );
      expect(clock.timers).toBe(0);
    });
  });

  describe('a kept-alive connection that is dead', () => {
    test.each<[string, (connection: RawConnection) => void]>([
      ['ends', (connection) => connection.socket.end()],
      ['is reset', (connection) => connection.socket.resetAndDestroy()],
    ])('and %s during a POST allows an immediate retry', async (_name, kill) => {
      await using server = await RawServer.listen();
      const transport = keep(new UndiciTransport());
      await makeConnection(transport, server);
      const second = rejectionOf<LmError>(transport.send(post(server.url)));
      const connection = await server.connection();
      await connection.request();
      kill(connection);
      const error = await second;
      expect(error).toMatchObject({ code: 'connection_failed', retryable: true });
      expect(isDeadKeepAlive(error)).toBe(true);
      const third = transport.send(post(server.url));
      await server.respond(rawResponse('{}'), 1);
      await readAll((await third).body);
    });

    test('does not allow a retry if it closes after the server had time to act', async () => {
      await using server = await RawServer.listen();
      const clock = new FakeClock();
      const transport = keep(new UndiciTransport({ clock }));
      await makeConnection(transport, server);
      const second = rejectionOf<LmError>(transport.send(post(server.url)));
      const connection = await server.connection();
      await connection.request();
      clock.advance(1000);
      connection.socket.resetAndDestroy();
      const error = await second;
      expect(error).toMatchObject({ code: 'connection_failed', retryable: false });
      expect(isDeadKeepAlive(error)).toBe(false);
    });

    test('does not allow a retry if the response has begun', async () => {
      await using server = await RawServer.listen();
      const transport = keep(new UndiciTransport());
      await makeConnection(transport, server);
      const second = transport.send(post(server.url));
      await server.respond(CHUNKED_EVENTS + chunk('half'));
      const reader = await BodyReader.of((await second).body, 'half');
      (await server.connection()).socket.resetAndDestroy();
      const error = await rejectionOf<LmError>(reader.ended);
      expect(error).toMatchObject({ code: 'connection_failed', retryable: false });
      expect(isDeadKeepAlive(error)).toBe(false);
    });
  });
});
