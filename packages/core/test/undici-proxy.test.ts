import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, type Socket } from 'node:net';
import { inspect } from 'node:util';
import { listenOnFreePort, RawServer, rejectionOf } from '@lmux/test-support';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { LmError } from '../src/errors/lm-error.js';
import { FakeClock } from '../src/testing/fake-clock.js';
import { isDeadKeepAlive } from '../src/transport/connection-error.js';
import type { TransportRequest } from '../src/transport/transport.js';
import { UndiciTransport, type UndiciTransportOptions } from '../src/transport/undici-transport.js';
import { readAll } from './support/body-reader.js';
import { CERT, KEY } from './support/certificate.js';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of closers.splice(0).toReversed()) await close();
});

function open(options: UndiciTransportOptions): UndiciTransport {
  const transport = new UndiciTransport(options);
  closers.push(() => transport.close());
  return transport;
}

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  const port = await listenOnFreePort(server);
  closers.push(async () => {
    server.close();
    for (const socket of sockets) socket.destroy();
    await once(server, 'close');
  });
  return port;
}

/** Opens a proxy that responds to plain requests itself and tunnels the others, or rejects them with a status. */
async function openProxy(refusal?: number): Promise<{ host: string; seen: IncomingMessage[] }> {
  const seen: IncomingMessage[] = [];
  const server = createHttpServer((request, response) => {
    seen.push(request);
    response.end(`for ${request.url}`);
  });
  server.on('connect', (request: IncomingMessage, client: Socket) => {
    seen.push(request);
    client.on('error', () => {});
    if (refusal !== undefined) return client.end(`HTTP/1.1 ${refusal} No\r\ncontent-length: 0\r\n\r\n`);
    const target = connect(Number(request.url?.split(':')[1]), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      client.pipe(target).pipe(client);
    });
    target.on('error', () => client.destroy());
    return client.on('close', () => target.destroy());
  });
  return { host: `127.0.0.1:${await listen(server)}`, seen };
}

/** Opens a server with TLS that responds with "hello". */
const openSecure = async (): Promise<string> =>
  `https://127.0.0.1:${await listen(createHttpsServer({ key: KEY, cert: CERT }, (_request, response) => response.end('hello')))}/`;

const request = (url: string, method: 'GET' | 'POST' = 'GET'): TransportRequest => ({
  method,
  url,
  headers: {},
  signal: new AbortController().signal,
  timeouts: { connect: 0 },
});

const failure = (promise: Promise<unknown>): Promise<LmError> => rejectionOf(promise);

describe('tls', () => {
  test('rejects an unknown certificate with a helpful message', async () => {
    const error = await failure(open({}).send(request(await openSecure())));
    expect(error).toMatchObject({ code: 'connection_failed', retryable: false });
    expect(error.message).toMatch(/SELF_SIGNED.*certificate/);
  });

  test.each<[string, NonNullable<UndiciTransportOptions['tls']>]>([
    ['its authority is set', { ca: CERT }],
    ['its authority is one of several', { ca: [CERT, CERT] }],
    ['verification is disabled', { rejectUnauthorized: false }],
  ])('accepts the certificate if %s', async (_name, tls) => {
    const { body } = await open({ tls }).send(request(await openSecure()));
    expect(await readAll(body)).toBe('hello');
  });
});

describe('a proxy', () => {
  test('receives plain requests with their complete URL and its own credentials', async () => {
    const proxy = await openProxy();
    const transport = open({ proxy: { url: `http://user:canary@${proxy.host}` } });
    const { body } = await transport.send(request('http://target.example/v1?a=1'));
    expect(await readAll(body)).toBe('for http://target.example/v1?a=1');
    expect(proxy.seen[0]?.headers).toMatchObject({
      host: 'target.example',
      'proxy-authorization': `Basic ${btoa('user:canary')}`,
    });
  });

  test('tunnels encrypted requests, with the tls settings of the target', async () => {
    const [proxy, target] = [await openProxy(), await openSecure()];
    const { body } = await open({ proxy: { url: `http://${proxy.host}` }, tls: { ca: CERT } }).send(request(target));
    expect(await readAll(body)).toBe('hello');
    expect(proxy.seen.map(({ method, url }) => [method, url])).toEqual([['CONNECT', new URL(target).host]]);
  });

  test.each([
    [403, { code: 'connection_failed', retryable: false }],
    [407, { code: 'authentication', retryable: false }],
    [502, { code: 'connection_failed', retryable: true }],
  ])(
    'that rejects a tunnel with %d causes an error that contains the status and not the password',
    async (status, is) => {
      const proxy = await openProxy(status);
      const transport = open({ proxy: { url: `http://user:canary@${proxy.host}` } });
      const error = await failure(transport.send(request('https://127.0.0.1:9/', 'POST')));
      expect(error).toMatchObject(is);
      expect(error.message).toMatch(new RegExp(`^The proxy .*${status}, CONNECT 127.0.0.1:9`));
      expect(inspect(error, { depth: 9 })).not.toContain('canary');
    },
  );

  test('that rejects a plain request with 407 causes the same error, and its connection is closed', async () => {
    await using server = await RawServer.listen((exchange) =>
      exchange.write('HTTP/1.1 407 No\r\ncontent-length: 9000\r\n\r\nnot all of it'),
    );
    const transport = open({ proxy: { url: `http://user:canary@127.0.0.1:${server.port}` } });
    const error = await failure(transport.send(request('http://target.example/v1', 'POST')));
    expect(error).toMatchObject({ code: 'authentication', retryable: false });
    expect(error.message).toMatch(/^The proxy .*407, POST http:\/\/target.example\/v1/);
    expect(inspect(error, { depth: 9 })).not.toContain('canary');
    await server.socketsClosed();
  });

  test('that closes the connection instead of opening a tunnel causes an error that permits a retry', async () => {
    await using server = await RawServer.listen(({ socket }) => socket.resetAndDestroy());
    const error = await failure(open({ proxy: { url: server.url } }).send(request('https://target.example/', 'POST')));
    expect(error).toMatchObject({ code: 'connection_failed', retryable: true });
    expect(error.message).toMatch(/proxy closed the connection.*ECONNRESET, CONNECT target.example:443/);
  });

  test('that is not available is named in the error', async () => {
    const server = await RawServer.listen();
    await server[Symbol.asyncDispose]();
    const error = await failure(open({ proxy: { url: server.url } }).send(request('http://target.example/', 'POST')));
    expect(error).toMatchObject({ code: 'connection_failed', retryable: true });
    expect(error.message).toContain(`127.0.0.1:${server.port}`);
  });

  test('that closes its connection is not treated as a dead kept-alive connection', async () => {
    await using server = await RawServer.listen();
    const sent = failure(open({ proxy: { url: server.url } }).send(request('http://target.example/', 'POST')));
    const connection = await server.connection();
    await connection.request();
    connection.socket.resetAndDestroy();
    const error = await sent;
    expect([error.retryable, isDeadKeepAlive(error)]).toEqual([false, false]);
  });

  test('that does not respond is abandoned after the connect timeout', async () => {
    await using server = await RawServer.listen();
    const clock = new FakeClock();
    const transport = open({ proxy: { url: server.url }, clock });
    const sent = failure(transport.send({ ...request('https://target.example/'), timeouts: { connect: 700 } }));
    await (await server.connection()).request();
    clock.advance(700);
    expect(await sent).toMatchObject({ code: 'connect_timeout', retryable: true });
    expect(clock.timers).toBe(0);
    await transport.close();
    await expect((await server.connection()).closed).resolves.toBeUndefined();
  });
});

describe('the environment', () => {
  test('configures the proxy and its exceptions', async () => {
    const proxy = await openProxy();
    const target = await openSecure();
    vi.stubEnv('http_proxy', `http://${proxy.host}`);
    vi.stubEnv('https_proxy', `http://${proxy.host}`);
    vi.stubEnv('no_proxy', '127.0.0.1');
    const transport = open({ proxy: { fromEnv: true }, tls: { ca: CERT } });
    expect(await readAll((await transport.send(request('http://target.example/'))).body)).toBe(
      'for http://target.example/',
    );
    expect(proxy.seen).toHaveLength(1);
    expect(await readAll((await transport.send(request(target))).body)).toBe('hello');
    expect(proxy.seen).toHaveLength(1);
  });

  test.each([
    ['http_proxy', 'user:canary@proxy:3128'],
    ['HTTPS_PROXY', 'socks5://user:canary@proxy:1080'],
  ])('is rejected before anything is sent if %s is invalid, without showing it', async (name, value) => {
    vi.stubEnv(name, value);
    const error = await failure(open({ proxy: { fromEnv: true } }).send(request('http://127.0.0.1:9/')));
    expect(error).toMatchObject({ code: 'config_invalid' });
    expect(error.message).toContain(name);
    expect(inspect(error, { depth: 9 })).not.toContain('canary');
  });

  test('is not used unless it is enabled', async () => {
    const proxy = await openProxy();
    vi.stubEnv('http_proxy', `http://${proxy.host}`);
    const error = await failure(open({}).send(request('http://no..where/')));
    expect(error.message).toContain('ENOTFOUND');
    expect(proxy.seen).toEqual([]);
  });
});
