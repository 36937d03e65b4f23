import { rawResponse, RawServer, rejectionOf } from '@lmux/test-support';
import { afterEach, describe, expect, test } from 'vitest';
import type { LmError } from '../src/errors/lm-error.js';
import { isDeadKeepAlive } from '../src/transport/connection-error.js';
import { UndiciTransport } from '../src/transport/undici-transport.js';
import { readAll } from './support/body-reader.js';
import { keep, makeConnection, opened, post } from './support/transports.js';

afterEach(async () => {
  for (const transport of opened.splice(0)) await transport.close();
});

/** The transports that reuse connections of a server: directly, or of a proxy on the same socket. */
const routes = [
  { name: 'directly', create: (_url: string): UndiciTransport => new UndiciTransport() },
  { name: 'through a proxy', create: (url: string): UndiciTransport => new UndiciTransport({ proxy: { url } }) },
];

const verdict = (error: LmError): object => ({ retryable: error.retryable, dead: isDeadKeepAlive(error) });

describe.each(routes)('a connection that undici uses $name', ({ create }) => {
  test('is new if the kept-alive one was closed in the same moment, so its reset is not retried', async () => {
    await using server = await RawServer.listen();
    const transport = keep(create(server.url));
    await makeConnection(transport, server);
    // Undici notices the closed connection after `send`, and connects again.
    (await server.connection()).socket.destroy();
    const sent = rejectionOf<LmError>(transport.send(post(server.url)));
    const connection = await server.connection(1);
    await connection.request();
    connection.socket.resetAndDestroy();
    expect(verdict(await sent)).toEqual({ retryable: false, dead: false });
  });

  test('is reused if it had served a request, so its reset is retried', async () => {
    await using server = await RawServer.listen();
    const transport = keep(create(server.url));
    await makeConnection(transport, server);
    const sent = rejectionOf<LmError>(transport.send(post(server.url)));
    const connection = await server.connection();
    await connection.request();
    connection.socket.resetAndDestroy();
    expect(verdict(await sent)).toEqual({ retryable: true, dead: true });
  });

  test('is judged separately for each of several concurrent requests', async () => {
    await using server = await RawServer.listen();
    const transport = keep(create(server.url));
    await makeConnection(transport, server);
    const sent = [1, 2, 3].map(() => rejectionOf<LmError>(transport.send(post(server.url))));
    for (const number of [0, 1, 2]) {
      const connection = await server.connection(number);
      await connection.request();
      connection.socket.resetAndDestroy();
    }
    expect((await Promise.all(sent)).map(verdict)).toEqual([
      { retryable: true, dead: true },
      { retryable: false, dead: false },
      { retryable: false, dead: false },
    ]);
  });

  test('is new if the request for which it was established was aborted before it was written', async () => {
    await using server = await RawServer.listen();
    const transport = keep(create(server.url));
    const controller = new AbortController();
    const aborted = rejectionOf(transport.send(post(server.url, { signal: controller.signal })));
    // Within the turn in which undici is loaded and connects.
    await server.connection();
    controller.abort(new Error('not needed anymore'));
    await aborted;
    const sent = rejectionOf<LmError>(transport.send(post(server.url)));
    const connection = await server.connection(1);
    await connection.request();
    connection.socket.resetAndDestroy();
    expect(verdict(await sent)).toEqual({ retryable: false, dead: false });
  });

  test('is closed if the request is aborted while undici checks that it is alive', async () => {
    await using server = await RawServer.listen();
    const transport = keep(create(server.url));
    await makeConnection(transport, server);
    const controller = new AbortController();
    (await server.connection()).socket.destroy();
    const aborted = rejectionOf(transport.send(post(server.url, { signal: controller.signal })));
    controller.abort(new Error('not needed anymore'));
    expect((await aborted).message).toBe('not needed anymore');
    await server.socketsClosed();
    const sent = transport.send(post(server.url));
    await server.respond(rawResponse('{}'), server.connections.length);
    expect(await readAll((await sent).body)).toBe('{}');
  });
});
