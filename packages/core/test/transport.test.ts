import { getEventListeners, once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import type { LmError } from '../src/errors/lm-error.js';
import { FakeClock } from '../src/testing/fake-clock.js';
import { diedWhileIdle } from '../src/transport/connection-error.js';
import { FetchTransport } from '../src/transport/fetch-transport.js';
import type { Transport, TransportRequest } from '../src/transport/transport.js';
import { UndiciTransport } from '../src/transport/undici-transport.js';
import { BodyReader, readAll } from './support/body-reader.js';
import { answer, CHUNKED, chunk, RawServer, type RawConnection } from './support/raw-server.js';
import { settled } from './support/settled.js';

const opened: Transport[] = [];
afterEach(async () => {
  for (const transport of opened.splice(0)) await transport.close();
});

function keep<T extends Transport>(transport: T): T {
  opened.push(transport);
  return transport;
}

const transports = [
  { name: 'UndiciTransport', create: (clock?: FakeClock): Transport => keep(new UndiciTransport({ clock })) },
  { name: 'FetchTransport', create: (): Transport => keep(new FetchTransport()) },
];

function get(url: string, changes: Partial<TransportRequest> = {}): TransportRequest {
  return {
    method: 'GET',
    url,
    headers: { accept: 'application/json' },
    signal: new AbortController().signal,
    timeouts: { connect: 0 },
    ...changes,
  };
}

const post = (url: string, changes: Partial<TransportRequest> = {}): TransportRequest =>
  get(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"a":"ü"}', ...changes });

/** What a promise rejects with. */
const rejection = (promise: Promise<unknown>): Promise<LmError> =>
  promise.then(
    () => {
      throw new Error('it was to be rejected');
    },
    (error: unknown) => error as LmError,
  );

/** Waits until a number no longer changes, however often the event loop turns. */
async function untilStill(value: () => number): Promise<number> {
  let last = value();
  for (let still = 0; still < 50; still += 1) {
    await new Promise((resolve) => setTimeout(resolve, 0));
    if (value() !== last) still = 0;
    last = value();
  }
  return last;
}

const flushed = ({ socket }: RawConnection): number => socket.bytesWritten - socket.writableLength;

describe.each(transports)('$name', ({ create }) => {
  describe('a request', () => {
    test('is sent as it is', async () => {
      await using server = await RawServer.listen();
      const sent = create().send(post(`${server.url}/v1/chat?a=1&b=%20`, { headers: { 'x-mine': 'yes' } }));
      const request = await server.answer(answer('{}'));
      expect(request).toMatch(/^POST \/v1\/chat\?a=1&b=%20 HTTP\/1\.1\r\n/);
      expect(request).toMatch(/^host: 127\.0\.0\.1:\d+\r$/im);
      expect(request).toMatch(/^x-mine: yes\r$/im);
      expect(Buffer.from(request.split('\r\n\r\n')[1] ?? '', 'latin1').toString('utf8')).toBe('{"a":"ü"}');
      await readAll((await sent).body);
    });

    test('without a body has none', async () => {
      await using server = await RawServer.listen();
      const sent = create().send(get(server.url));
      const request = await server.answer(answer('{}'));
      expect(request).toMatch(/^GET \/ HTTP\/1\.1\r\n/);
      expect(request).not.toMatch(/content-length: [1-9]|transfer-encoding/i);
      await readAll((await sent).body);
    });
  });

  describe('a response', () => {
    test.each<[string, string, string]>([
      ['with a length', answer('{"a":"ü"}'), '{"a":"ü"}'],
      ['in chunks', CHUNKED + chunk('one') + chunk(' two') + chunk(''), 'one two'],
      ['without a body', 'HTTP/1.1 204 No Content\r\n\r\n', ''],
      ['behind an early hint', `HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n${answer('{}')}`, '{}'],
    ])('%s is pushed', async (_name, bytes, expected) => {
      await using server = await RawServer.listen();
      const sent = create().send(get(server.url));
      await (await server.connection()).request();
      (await server.connection()).socket.write(bytes);
      expect(await readAll((await sent).body)).toBe(expected);
    });

    test('that ends with its connection is pushed', async () => {
      await using server = await RawServer.listen();
      const sent = create().send(get(server.url));
      await server.answer('HTTP/1.1 200 OK\r\n\r\nuntil the end');
      (await server.connection()).socket.end();
      expect(await readAll((await sent).body)).toBe('until the end');
    });

    test.each<[string, (connection: RawConnection) => void]>([
      ['a length', (connection) => connection.socket.end(answer('whole'))],
      ['no length', (connection) => connection.socket.end('HTTP/1.1 200 OK\r\n\r\nwhole')],
      ['chunks', (connection) => connection.socket.end(CHUNKED + chunk('whole') + chunk(''))],
    ])('of %s waits for its reader, also when the connection ends meanwhile', async (_name, write) => {
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

    test('has status and headers, names in lower case, repeated ones joined', async () => {
      await using server = await RawServer.listen();
      const sent = create().send(get(server.url));
      await server.answer('HTTP/1.1 429 Slow Down\r\nRetry-After: 3\r\nX-A: 1\r\nX-A: 2\r\ncontent-length: 0\r\n\r\n');
      const { status, headers, body } = await sent;
      expect(status).toBe(429);
      expect(headers['retry-after']).toBe('3');
      expect(headers['x-a']).toBe('1, 2');
      expect(headers['x-b']).toBeUndefined();
      expect(await readAll(body)).toBe('');
    });

    test('that redirects is not followed', async () => {
      await using server = await RawServer.listen();
      const sent = create().send(get(server.url));
      await server.answer('HTTP/1.1 307 Moved\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n\r\n');
      const { status, headers, body } = await sent;
      expect([status, headers['location']]).toEqual([307, '/elsewhere']);
      await readAll(body);
      expect(server.connections).toHaveLength(1);
    });
  });

  describe('the server has to wait', () => {
    const SIZE = 48 * 1024 * 1024;
    const HEAD = `HTTP/1.1 200 OK\r\ncontent-length: ${SIZE}\r\n\r\n`;

    test('until the body is started', async () => {
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

    test('while the body is paused', async () => {
      await using server = await RawServer.listen();
      const sent = create().send(get(server.url));
      const connection = await server.connection();
      await connection.request();
      connection.write(`${HEAD}begin`);
      const { body } = await sent;
      const reader = new BodyReader();
      body.start(reader);
      await reader.until('begin');
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

    test('a body may be paused and resumed within its data', async () => {
      await using server = await RawServer.listen();
      const sent = create().send(get(server.url));
      await server.answer(CHUNKED + chunk('one') + chunk(' two') + chunk(' three') + chunk(''));
      const { body } = await sent;
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

  describe('giving up closes the socket at once', () => {
    test('by abort before the head', async () => {
      await using server = await RawServer.listen();
      const controller = new AbortController();
      const reason = new Error('no longer wanted');
      const sent = rejection(create().send(post(server.url, { signal: controller.signal })));
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
      const sent = create().send(get(server.url, { signal: controller.signal }));
      await server.answer(CHUNKED + chunk('one'));
      const { body } = await sent;
      controller.abort(reason);
      await expect((await server.connection()).closed).resolves.toBeUndefined();
      await expect(readAll(body)).rejects.toBe(reason);
    });

    test('by abort in the middle of the body, told once', async () => {
      await using server = await RawServer.listen();
      const controller = new AbortController();
      const reason = new Error('no longer wanted');
      const sent = create().send(get(server.url, { signal: controller.signal }));
      await server.answer(CHUNKED + chunk('one'));
      const reader = new BodyReader();
      (await sent).body.start(reader);
      await reader.until('one');
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
      const sent = create().send(get(server.url));
      await server.answer(CHUNKED + chunk('one'));
      const { body } = await sent;
      body.cancel();
      body.cancel();
      await expect((await server.connection()).closed).resolves.toBeUndefined();
    });

    test('by cancel in the middle of the body, and nothing is heard any more', async () => {
      await using server = await RawServer.listen();
      const controller = new AbortController();
      const sent = create().send(get(server.url, { signal: controller.signal }));
      await server.answer(CHUNKED + chunk('one'));
      const reader = new BodyReader();
      const { body } = await sent;
      body.start(reader);
      await reader.until('one');
      body.cancel();
      await expect((await server.connection()).closed).resolves.toBeUndefined();
      await settled();
      expect([reader.text, reader.ends]).toEqual(['one', 0]);
      expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
    });

    test('by cancel of a paused body', async () => {
      await using server = await RawServer.listen();
      const sent = create().send(get(server.url));
      await server.answer(CHUNKED + chunk('one'));
      const reader = new BodyReader();
      const { body } = await sent;
      body.start(reader);
      await reader.until('one');
      body.pause();
      body.cancel();
      await expect((await server.connection()).closed).resolves.toBeUndefined();
    });
  });

  describe('the network fails', () => {
    test('by refusing: the server has seen nothing, so that it may be retried', async () => {
      const server = await RawServer.listen();
      const { url, port } = server;
      await server[Symbol.asyncDispose]();
      const error = await rejection(create().send(post(`${url}/v1?api_key=canary`)));
      expect(error).toMatchObject({ name: 'LmError', code: 'connection_failed', retryable: true });
      expect(error.message).toContain('ECONNREFUSED');
      expect(error.message).toContain(`POST ${url}/v1?api_key=***`);
      expect(error.message).toContain(`tried 127.0.0.1:${port}`);
      expect(error.message).toContain('baseUrl');
      expect(error.cause).toBeInstanceOf(Error);
      expect(diedWhileIdle(error)).toBe(false);
    });

    test('by not knowing the host', async () => {
      // Names with an empty part are refused without asking anybody.
      const error = await rejection(create().send(post('http://no..where/')));
      expect(error).toMatchObject({ code: 'connection_failed', retryable: true });
      expect(error.message).toMatch(/ENOTFOUND|EAI_AGAIN/);
    });

    test.each([
      ['POST', false],
      ['GET', true],
    ] as const)('by breaking before the answer: %s may be repeated: %s', async (method, retryable) => {
      await using server = await RawServer.listen();
      const request = method === 'POST' ? post(server.url) : get(server.url);
      const sent = rejection(create().send(request));
      const connection = await server.connection();
      await connection.request();
      connection.socket.resetAndDestroy();
      const error = await sent;
      expect(error).toMatchObject({ code: 'connection_failed', retryable });
      expect(error.message).toContain('broke before an answer came');
      expect(diedWhileIdle(error)).toBe(false);
    });

    test.each<[string, string]>([
      ['a chunk is cut', `${CHUNKED}ff\r\nhalf`],
      ['the last chunk is missing', CHUNKED + chunk('half')],
      ['the length is not reached', 'HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nhalf'],
    ])('in the body: %s', async (_name, bytes) => {
      await using server = await RawServer.listen();
      const sent = create().send(get(server.url));
      await server.answer(bytes);
      const reader = new BodyReader();
      (await sent).body.start(reader);
      await reader.until('half');
      (await server.connection()).socket.destroy();
      const error = await rejection(reader.ended);
      expect(error).toMatchObject({ code: 'connection_failed', retryable: false });
      expect(error.message).toContain('in the middle of the answer');
      expect(reader.ends).toBe(1);
    });

    test('in the body before anybody reads it', async () => {
      await using server = await RawServer.listen();
      const sent = create().send(get(server.url));
      await server.answer('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nhalf');
      const { body } = await sent;
      const connection = await server.connection();
      connection.socket.destroy();
      await expect(connection.closed).resolves.toBeUndefined();
      for (let turns = 0; turns < 5; turns += 1) await settled();
      const error = await rejection(readAll(body));
      expect(error).toMatchObject({ code: 'connection_failed' });
    });

    test('by speaking something else than HTTP', async () => {
      await using server = await RawServer.listen();
      const sent = rejection(create().send(post(server.url)));
      await server.answer('SSH-2.0-OpenSSH_9.6\r\n');
      expect(await sent).toMatchObject({ code: 'connection_failed', retryable: false });
    });

    test('by speaking HTTP where TLS was asked for', async () => {
      await using server = await RawServer.listen();
      const sent = rejection(create().send(post(`https://127.0.0.1:${server.port}/`)));
      (await server.connection()).write(answer('{}'));
      const error = await sent;
      expect(error).toMatchObject({ code: 'connection_failed', retryable: false });
      expect(error.message).toContain('scheme of baseUrl');
    });
  });

  describe('connections', () => {
    test('are used again', async () => {
      await using server = await RawServer.listen();
      const transport = create();
      for (let calls = 0; calls < 3; calls += 1) {
        const sent = transport.send(get(server.url));
        await server.answer(answer('{}'));
        await readAll((await sent).body);
        await settled();
      }
      expect(server.connections).toHaveLength(1);
    });

    test('are not shared by calls that run at once', async () => {
      await using server = await RawServer.listen();
      const transport = create();
      const sent = [transport.send(get(server.url)), transport.send(get(server.url))];
      await server.answer(answer('{}'), 0);
      await server.answer(answer('{}'), 1);
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
      await server.answer(answer('{}'));
      await readAll((await sent).body);
      expect(await untilStill(sockets)).toBe(before);
      expect(connection.socket.destroyed).toBe(false);
    });
  });

  describe('close', () => {
    test('ends what waits for a response, and closes its socket', async () => {
      await using server = await RawServer.listen();
      const transport = create();
      const sent = rejection(transport.send(get(server.url)));
      const connection = await server.connection();
      await connection.request();
      await transport.close();
      expect(await sent).toMatchObject({ code: 'closed', retryable: false });
      await expect(connection.closed).resolves.toBeUndefined();
    });

    test('ends a body that is being read', async () => {
      await using server = await RawServer.listen();
      const transport = create();
      const sent = transport.send(get(server.url));
      await server.answer(CHUNKED + chunk('one'));
      const reader = new BodyReader();
      (await sent).body.start(reader);
      await reader.until('one');
      await transport.close();
      expect(await rejection(reader.ended)).toMatchObject({ code: 'closed' });
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

describe('UndiciTransport', () => {
  test('requests a response that is not compressed', async () => {
    await using server = await RawServer.listen();
    const sent = keep(new UndiciTransport()).send(get(server.url));
    expect(await server.answer(answer('{}'))).toMatch(/^accept-encoding: identity\r$/im);
    await readAll((await sent).body);
  });

  test('says so where a response is compressed all the same, and closes its connection', async () => {
    await using server = await RawServer.listen();
    const sent = rejection(keep(new UndiciTransport()).send(get(server.url)));
    await server.answer(answer('\u001F\u008B', 'HTTP/1.1 200 OK\r\ncontent-encoding: gzip'));
    expect(await sent).toMatchObject({ code: 'unexpected_response', message: expect.stringContaining('compressed') });
    await expect((await server.connection()).closed).resolves.toBeUndefined();
  });

  test('closes its idle connections', async () => {
    await using server = await RawServer.listen();
    const transport = new UndiciTransport();
    const sent = transport.send(get(server.url));
    await server.answer(answer('{}'));
    await readAll((await sent).body);
    await transport.close();
    await expect((await server.connection()).closed).resolves.toBeUndefined();
  });

  test('an abort closes the socket also while the connection is being made', async () => {
    await using server = await RawServer.listen();
    const controller = new AbortController();
    // The server says nothing to the beginning of TLS.
    const sent = rejection(
      keep(new UndiciTransport()).send(get(`https://127.0.0.1:${server.port}/`, { signal: controller.signal })),
    );
    const connection = await server.connection();
    controller.abort(new Error('no longer wanted'));
    expect((await sent).message).toBe('no longer wanted');
    await expect(connection.closed).resolves.toBeUndefined();
  });

  describe('the timeout of connecting', () => {
    test('ends an attempt, and closes its half-open socket', async () => {
      await using server = await RawServer.listen();
      const clock = new FakeClock();
      const url = `https://user:pass@127.0.0.1:${server.port}/v1`;
      const sent = rejection(keep(new UndiciTransport({ clock })).send(get(url, { timeouts: { connect: 5000 } })));
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
      connection.write(answer('{}'));
      expect(await readAll((await sent).body)).toBe('{}');
    });

    test('stops when the attempt fails', async () => {
      const clock = new FakeClock();
      await rejection(
        keep(new UndiciTransport({ clock })).send(get('http://no..where/', { timeouts: { connect: 9 } })),
      );
      expect(clock.timers).toBe(0);
    });
  });

  describe('a connection that had died while it was idle', () => {
    test.each<[string, (connection: RawConnection) => void]>([
      ['ends', (connection) => connection.socket.end()],
      ['is reset', (connection) => connection.socket.resetAndDestroy()],
    ])('and %s under a POST: that may be retried at once', async (_name, kill) => {
      await using server = await RawServer.listen();
      const transport = keep(new UndiciTransport());
      const first = transport.send(post(server.url));
      await server.answer(answer('{}'));
      await readAll((await first).body);
      await settled();
      const second = rejection(transport.send(post(server.url)));
      const connection = await server.connection();
      await connection.request();
      kill(connection);
      const error = await second;
      expect(error).toMatchObject({ code: 'connection_failed', retryable: true });
      expect(diedWhileIdle(error)).toBe(true);
      const third = transport.send(post(server.url));
      await server.answer(answer('{}'), 1);
      await readAll((await third).body);
    });

    test('but broke after the server had time to act: that may not', async () => {
      await using server = await RawServer.listen();
      const clock = new FakeClock();
      const transport = keep(new UndiciTransport({ clock }));
      const first = transport.send(post(server.url));
      await server.answer(answer('{}'));
      await readAll((await first).body);
      await settled();
      const second = rejection(transport.send(post(server.url)));
      const connection = await server.connection();
      await connection.request();
      clock.advance(1000);
      connection.socket.resetAndDestroy();
      const error = await second;
      expect(error).toMatchObject({ code: 'connection_failed', retryable: false });
      expect(diedWhileIdle(error)).toBe(false);
    });

    test('but its response had begun: that may not', async () => {
      await using server = await RawServer.listen();
      const transport = keep(new UndiciTransport());
      const first = transport.send(post(server.url));
      await server.answer(answer('{}'));
      await readAll((await first).body);
      await settled();
      const second = transport.send(post(server.url));
      await server.answer(CHUNKED + chunk('half'));
      const reader = new BodyReader();
      (await second).body.start(reader);
      await reader.until('half');
      (await server.connection()).socket.resetAndDestroy();
      const error = await rejection(reader.ended);
      expect(error).toMatchObject({ code: 'connection_failed', retryable: false });
      expect(diedWhileIdle(error)).toBe(false);
    });
  });
});

describe('FetchTransport', () => {
  test('calls the fetch that it is given, as a plain function', async () => {
    const seen: unknown[] = [];
    const transport = new FetchTransport({
      fetch(this: unknown, url, init) {
        seen.push(this, url, init?.method, init?.redirect);
        return Promise.resolve(new Response('hi', { status: 201, headers: { 'x-a': '1' } }));
      },
    });
    const { status, headers, body } = await transport.send(get('http://host/'));
    expect([status, headers['x-a'], await readAll(body)]).toEqual([201, '1', 'hi']);
    expect(seen).toEqual([undefined, 'http://host/', 'GET', 'manual']);
  });

  test('says what to do where a browser hides a redirect', async () => {
    const hidden = Object.defineProperty(Response.error(), 'type', { value: 'opaqueredirect' });
    const transport = new FetchTransport({ fetch: () => Promise.resolve(hidden) });
    const error = await rejection(transport.send(get('http://host/?key=canary')));
    expect(error).toMatchObject({ code: 'unexpected_response' });
    expect(error.message).toContain('http://host/?key=***');
  });
});
