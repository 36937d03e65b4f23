import { garbageCollected, rawResponse, RawServer, rejectionOf } from '@lmux/test-support';
import { afterEach, describe, expect, test } from 'vitest';
import type { LmError } from '../src/errors/lm-error.js';
import { isDeadKeepAlive } from '../src/transport/connection-error.js';
import { UndiciTransport } from '../src/transport/undici-transport.js';
import { readAll } from './support/body-reader.js';
import { keep, makeConnection, opened, post } from './support/transports.js';

afterEach(async () => {
  for (const transport of opened.splice(0)) await transport.close();
});

const NOT_DEAD = { retryable: false, dead: false };

/**
 * The transports that reuse connections: of a server, or of a proxy that forwards requests. Such a proxy connects to the server for each
 * request, so the failure of a reused connection does not mean that the server received nothing.
 */
const routes = [
  {
    name: 'directly',
    create: (_url: string): UndiciTransport => new UndiciTransport(),
    reused: { retryable: true, dead: true },
  },
  {
    name: 'to a proxy that forwards requests',
    create: (url: string): UndiciTransport => new UndiciTransport({ proxy: { url } }),
    reused: NOT_DEAD,
  },
];

const verdict = (error: LmError): object => ({ retryable: error.retryable, dead: isDeadKeepAlive(error) });

describe.each(routes)('a connection that undici uses $name', ({ create, reused }) => {
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
    expect(verdict(await sent)).toEqual(NOT_DEAD);
  });

  test('is reused if it had served a request', async () => {
    await using server = await RawServer.listen();
    const transport = keep(create(server.url));
    await makeConnection(transport, server);
    const sent = rejectionOf<LmError>(transport.send(post(server.url)));
    const connection = await server.connection();
    await connection.request();
    connection.socket.resetAndDestroy();
    expect(verdict(await sent)).toEqual(reused);
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
    expect((await Promise.all(sent)).map(verdict)).toEqual([reused, NOT_DEAD, NOT_DEAD]);
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
    expect(verdict(await sent)).toEqual(NOT_DEAD);
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

  test('keeps nothing of a request while it is idle', async () => {
    await using server = await RawServer.listen();
    const transport = keep(create(server.url));
    const received = await (async () => {
      const request = post(server.url);
      const sent = transport.send(request);
      await server.respond(rawResponse('{}'));
      await readAll((await sent).body);
      return new WeakRef(request);
    })();
    await garbageCollected(() => received.deref() === undefined);
    expect(server.connections).toHaveLength(1);
  });
});
