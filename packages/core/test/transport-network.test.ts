import { chunk, CHUNKED_EVENTS, rawResponse, RawServer, rejectionOf, settled, untilStill } from '@lmux/test-support';
import { afterEach, describe, expect, test } from 'vitest';
import type { LmError } from '../src/errors/lm-error.js';
import { isDeadKeepAlive } from '../src/transport/connection-error.js';
import { BodyReader, readAll } from './support/body-reader.js';
import { exchange, get, opened, post, transports } from './support/transports.js';

afterEach(async () => {
  for (const transport of opened.splice(0)) await transport.close();
});

describe.each(transports)('$name', ({ create }) => {
  describe('network errors', () => {
    test('are retryable if the connection is refused, because the server has received nothing', async () => {
      const server = await RawServer.listen();
      const { url, port } = server;
      await server[Symbol.asyncDispose]();
      const error = await rejectionOf<LmError>(create().send(post(`${url}/v1?api_key=canary`)));
      expect(error).toMatchObject({ name: 'LmError', code: 'connection_failed', retryable: true });
      expect(error.message).toContain('ECONNREFUSED');
      expect(error.message).toContain(`POST ${url}/v1?api_key=***`);
      expect(error.message).toContain(`tried 127.0.0.1:${port}`);
      expect(error.message).toContain('baseUrl');
      expect(error.cause).toBeInstanceOf(Error);
      expect(isDeadKeepAlive(error)).toBe(false);
    });

    test('are retryable if the host is unknown', async () => {
      // A name with an empty label is rejected without a DNS query.
      const error = await rejectionOf(create().send(post('http://no..where/')));
      expect(error).toMatchObject({ code: 'connection_failed', retryable: true });
      expect(error.message).toMatch(/ENOTFOUND|EAI_AGAIN/);
    });

    test.each([
      ['POST', false],
      ['GET', true],
    ] as const)('before the response of a %s are retryable: %s', async (method, retryable) => {
      await using server = await RawServer.listen();
      const request = method === 'POST' ? post(server.url) : get(server.url);
      const sent = rejectionOf<LmError>(create().send(request));
      const connection = await server.connection();
      await connection.request();
      connection.socket.resetAndDestroy();
      const error = await sent;
      expect(error).toMatchObject({ code: 'connection_failed', retryable });
      expect(error.message).toContain('failed before a response arrived');
      expect(isDeadKeepAlive(error)).toBe(false);
    });

    test.each<[string, string]>([
      ['a chunk is truncated', `${CHUNKED_EVENTS}ff\r\nhalf`],
      ['the last chunk is missing', CHUNKED_EVENTS + chunk('half')],
      ['the length is not reached', 'HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nhalf'],
    ])('in the body are reported if %s', async (_name, bytes) => {
      await using server = await RawServer.listen();
      const { body } = await exchange(create(), server, bytes);
      const reader = await BodyReader.of(body, 'half');
      (await server.connection()).socket.destroy();
      const error = await rejectionOf(reader.ended);
      expect(error).toMatchObject({ code: 'connection_failed', retryable: false });
      expect(error.message).toContain('closed before the response was complete');
      expect(reader.ends).toBe(1);
    });

    test('in the body are reported if it is read later', async () => {
      await using server = await RawServer.listen();
      const { body } = await exchange(create(), server, 'HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nhalf');
      const connection = await server.connection();
      connection.socket.destroy();
      await expect(connection.closed).resolves.toBeUndefined();
      for (let turns = 0; turns < 5; turns += 1) await settled();
      const error = await rejectionOf(readAll(body));
      expect(error).toMatchObject({ code: 'connection_failed' });
    });

    test('are not what the receiver of the body throws', async () => {
      await using server = await RawServer.listen();
      const { body } = await exchange(create(), server, 'HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n');
      const ended = new Promise<unknown>((resolve) =>
        body.start({
          data: () => {
            throw new TypeError('decoder.push is not a function');
          },
          end: () => resolve(undefined),
          error: resolve,
        }),
      );
      const connection = await server.connection();
      connection.write('half');
      const error = await ended;
      expect(error).toBeInstanceOf(Error);
      expect(error).not.toMatchObject({ code: 'connection_failed' });
      await expect(connection.closed).resolves.toBeUndefined();
    });

    test('are reported if the server does not use HTTP', async () => {
      await using server = await RawServer.listen();
      const sent = rejectionOf(create().send(post(server.url)));
      await server.respond('SSH-2.0-OpenSSH_9.6\r\n');
      expect(await sent).toMatchObject({ code: 'connection_failed', retryable: false });
    });

    test('are reported if the server uses HTTP instead of TLS', async () => {
      await using server = await RawServer.listen();
      const sent = rejectionOf(create().send(post(`https://127.0.0.1:${server.port}/`)));
      (await server.connection()).write(rawResponse('{}'));
      const error = await sent;
      expect(error).toMatchObject({ code: 'connection_failed', retryable: false });
      expect(error.message).toContain('scheme of "baseUrl"');
    });
  });

  describe('connections', () => {
    test('are reused', async () => {
      await using server = await RawServer.listen();
      const transport = create();
      for (let calls = 0; calls < 3; calls += 1) {
        const { body } = await exchange(transport, server, rawResponse('{}'));
        await readAll(body);
        await settled();
      }
      expect(server.connections).toHaveLength(1);
    });

    test('are not shared by concurrent calls', async () => {
      await using server = await RawServer.listen();
      const transport = create();
      const sent = [transport.send(get(server.url)), transport.send(get(server.url))];
      await server.respond(rawResponse('{}'), 0);
      await server.respond(rawResponse('{}'), 1);
      for (const { body } of await Promise.all(sent)) await readAll(body);
      expect(server.connections).toHaveLength(2);
    });

    test('that are idle do not keep the process alive', async () => {
      await using server = await RawServer.listen();
      const sockets = (): number => process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
      const before = await untilStill(sockets);
      const sent = create().send(get(server.url));
      const connection = await server.connection();
      connection.socket.unref();
      expect(sockets()).toBe(before + 1);
      await server.respond(rawResponse('{}'));
      await readAll((await sent).body);
      expect(await untilStill(sockets)).toBe(before);
      expect(connection.socket.destroyed).toBe(false);
    });
  });
});
