import { once } from 'node:events';
import {
  chunk,
  CHUNKED_EVENTS,
  type RawConnection,
  rawResponse,
  RawServer,
  settled,
  untilStill,
} from '@lmux/test-support';
import { afterEach, describe, expect, test } from 'vitest';
import { BodyReader, readAll } from './support/body-reader.js';
import { exchange, get, opened, post, transports } from './support/transports.js';

afterEach(async () => {
  for (const transport of opened.splice(0)) await transport.close();
});

const flushed = ({ socket }: RawConnection): number => socket.bytesWritten - socket.writableLength;

describe.each(transports)('$name', ({ create }) => {
  describe('a request', () => {
    test('is sent unchanged', async () => {
      await using server = await RawServer.listen();
      const sent = create().send(post(`${server.url}/v1/chat?a=1&b=%20`, { headers: { 'x-mine': 'yes' } }));
      const request = await server.respond(rawResponse('{}'));
      expect(request).toMatch(/^POST \/v1\/chat\?a=1&b=%20 HTTP\/1\.1\r\n/);
      expect(request).toMatch(/^host: 127\.0\.0\.1:\d+\r$/im);
      expect(request).toMatch(/^x-mine: yes\r$/im);
      expect(Buffer.from(request.split('\r\n\r\n')[1] ?? '', 'latin1').toString('utf8')).toBe('{"a":"ü"}');
      await readAll((await sent).body);
    });

    test('has no body unless it is set', async () => {
      await using server = await RawServer.listen();
      const sent = create().send(get(server.url));
      const request = await server.respond(rawResponse('{}'));
      expect(request).toMatch(/^GET \/ HTTP\/1\.1\r\n/);
      expect(request).not.toMatch(/content-length: [1-9]|transfer-encoding/i);
      await readAll((await sent).body);
    });
  });

  describe('a response', () => {
    test.each<[string, string, string]>([
      ['with a length', rawResponse('{"a":"ü"}'), '{"a":"ü"}'],
      ['in chunks', CHUNKED_EVENTS + chunk('one') + chunk(' two') + chunk(''), 'one two'],
      ['without a body', 'HTTP/1.1 204 No Content\r\n\r\n', ''],
      ['after an early hint', `HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n${rawResponse('{}')}`, '{}'],
    ])('%s is delivered', async (_name, bytes, expected) => {
      await using server = await RawServer.listen();
      const sent = create().send(get(server.url));
      await (await server.connection()).request();
      (await server.connection()).socket.write(bytes);
      expect(await readAll((await sent).body)).toBe(expected);
    });

    test('that ends with its connection is delivered', async () => {
      await using server = await RawServer.listen();
      const { body } = await exchange(create(), server, 'HTTP/1.1 200 OK\r\n\r\nuntil the end');
      (await server.connection()).socket.end();
      expect(await readAll(body)).toBe('until the end');
    });

    test.each<[string, (connection: RawConnection) => void]>([
      ['a length', (connection) => connection.socket.end(rawResponse('whole'))],
      ['no length', (connection) => connection.socket.end('HTTP/1.1 200 OK\r\n\r\nwhole')],
      ['chunks', (connection) => connection.socket.end(CHUNKED_EVENTS + chunk('whole') + chunk(''))],
    ])('with %s waits for its reader, even if the connection ends in the meantime', async (_name, write) => {
      await using server = await RawServer.listen();
      const sent = create().send(get(server.url));
      const connection = await server.connection();
      await connection.request();
      write(connection);
      const { body } = await sent;
      if (!connection.socket.writableFinished) await once(connection.socket, 'finish');
      for (let turns = 0; turns < 5; turns += 1) await settled();
      expect(await readAll(body)).toBe('whole');
    });

    test('has a status and headers, with lower-case names and joined values', async () => {
      await using server = await RawServer.listen();
      const { status, headers, body } = await exchange(
        create(),
        server,
        'HTTP/1.1 429 Slow Down\r\nRetry-After: 3\r\nX-A: 1\r\nX-A: 2\r\ncontent-length: 0\r\n\r\n',
      );
      expect(status).toBe(429);
      expect(headers['retry-after']).toBe('3');
      expect(headers['x-a']).toBe('1, 2');
      expect(headers['x-b']).toBeUndefined();
      expect(await readAll(body)).toBe('');
    });

    test('that redirects is not followed', async () => {
      await using server = await RawServer.listen();
      const moved = 'HTTP/1.1 307 Moved\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n\r\n';
      const { status, headers, body } = await exchange(create(), server, moved);
      expect([status, headers['location']]).toEqual([307, '/elsewhere']);
      await readAll(body);
      expect(server.connections).toHaveLength(1);
    });
  });

  describe('back-pressure', () => {
    const SIZE = 48 * 1024 * 1024;
    const HEAD = `HTTP/1.1 200 OK\r\ncontent-length: ${SIZE}\r\n\r\n`;

    test('makes the server wait until the body is read', async () => {
      await using server = await RawServer.listen();
      const sent = create().send(get(server.url));
      const connection = await server.connection();
      await connection.request();
      connection.write(HEAD);
      connection.socket.write(Buffer.alloc(SIZE));
      const { body } = await sent;
      expect(await untilStill(() => flushed(connection))).toBeLessThan(SIZE / 2);
      const reader = new BodyReader();
      body.start(reader);
      await reader.ended;
      expect(reader.bytes).toBe(SIZE);
    });

    test('makes the server wait while the body is paused', async () => {
      await using server = await RawServer.listen();
      const sent = create().send(get(server.url));
      const connection = await server.connection();
      await connection.request();
      connection.write(`${HEAD}begin`);
      const { body } = await sent;
      const reader = await BodyReader.of(body, 'begin');
      body.pause();
      body.pause();
      let drained = false;
      connection.socket.write(Buffer.alloc(SIZE - 5), () => (drained = true));
      expect(await untilStill(() => flushed(connection))).toBeLessThan(SIZE / 2);
      expect(drained).toBe(false);
      body.resume();
      body.resume();
      await reader.ended;
      expect(reader.bytes).toBe(SIZE);
      expect(drained).toBe(true);
    });

    test('allows a body to be paused and resumed while data is delivered', async () => {
      await using server = await RawServer.listen();
      const { body } = await exchange(
        create(),
        server,
        CHUNKED_EVENTS + chunk('one') + chunk(' two') + chunk(' three') + chunk(''),
      );
      const reader = new BodyReader();
      body.start({
        data(bytes) {
          reader.data(bytes);
          body.pause();
          setImmediate(() => body.resume());
        },
        end: () => reader.end(),
        error: (error) => reader.error(error),
      });
      await reader.ended;
      expect(reader.text).toBe('one two three');
    });
  });
});
