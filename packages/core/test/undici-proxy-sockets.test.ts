import { once } from 'node:events';
import { type RawConnection, RawServer, rejectionOf } from '@lmux/test-support';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { FakeClock } from '../src/testing/fake-clock.js';
import { UndiciTransport } from '../src/transport/undici-transport.js';
import { keep, opened, post } from './support/transports.js';

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const transport of opened.splice(0)) await transport.close();
});

const CONNECT_MS = 5000;

/** The states in which a proxy can stop, and what brings its connection into them. */
const states: { name: string; proxy: 'http' | 'https'; target: 'http' | 'https'; reach: Reach }[] = [
  {
    name: 'CONNECT was sent',
    proxy: 'http',
    target: 'https',
    reach: async (connection) => void (await connection.request()),
  },
  {
    name: 'CONNECT was answered in part',
    proxy: 'http',
    target: 'https',
    reach: async (connection) => {
      await connection.request();
      connection.write('HTTP/1.1 200 Conn');
    },
  },
  {
    name: 'TLS began in the tunnel',
    proxy: 'http',
    target: 'https',
    reach: async (connection) => {
      await connection.request();
      connection.write('HTTP/1.1 200 OK\r\n\r\n');
      await once(connection.socket, 'data');
    },
  },
  { name: 'TLS to the proxy began, for an http server', proxy: 'https', target: 'http', reach: hello },
  { name: 'TLS to the proxy began, for an https server', proxy: 'https', target: 'https', reach: hello },
];

type Reach = (connection: RawConnection) => Promise<void>;

async function hello(connection: RawConnection): Promise<void> {
  await once(connection.socket, 'data');
}

const endings: { name: string; code: string; end: (parts: Parts) => unknown }[] = [
  { name: 'the connect timeout', code: 'connect_timeout', end: ({ clock }) => clock.advance(CONNECT_MS) },
  { name: 'an abort', code: 'gone', end: ({ controller }) => controller.abort({ code: 'gone' }) },
  { name: 'close', code: 'closed', end: ({ transport }) => transport.close() },
];

interface Parts {
  readonly clock: FakeClock;
  readonly controller: AbortController;
  readonly transport: UndiciTransport;
}

describe.each(['url', 'fromEnv'] as const)('a proxy from %s that stops when', (source) => {
  describe.each(states)('$name', ({ proxy, target, reach }) => {
    test.each(endings)('leaves no socket after $name', async ({ code, end }) => {
      await using server = await RawServer.listen();
      const url = `${proxy}://127.0.0.1:${server.port}`;
      for (const name of ['http_proxy', 'https_proxy']) vi.stubEnv(name, url);
      vi.stubEnv('no_proxy', '');
      const clock = new FakeClock();
      const settings = source === 'url' ? ({ url } as const) : ({ fromEnv: true } as const);
      const transport = keep(new UndiciTransport({ clock, proxy: settings }));
      const controller = new AbortController();
      const sent = [1, 2, 3].map(() =>
        rejectionOf(
          transport.send(
            post(`${target}://target.example/`, { signal: controller.signal, timeouts: { connect: CONNECT_MS } }),
          ),
        ),
      );
      // Undici makes only one TLS connection to a proxy at a time until the protocol is known.
      await reach(await server.connection());
      await end({ clock, controller, transport });
      expect((await Promise.all(sent)).map((error) => error['code'])).toEqual([code, code, code]);
      await server.socketsClosed();
      expect(clock.timers).toBe(0);
    });
  });
});

test.each([
  ['refuses the credentials', '407 Proxy Authentication Required', 'authentication'],
  ['refuses the server', '403 Forbidden', 'connection_failed'],
])('a tunnel that the proxy %s leaves no socket', async (_what, status, code) => {
  await using server = await RawServer.listen();
  const transport = keep(new UndiciTransport({ proxy: { url: server.url } }));
  const sent = rejectionOf(transport.send(post('https://target.example/')));
  await server.respond(`HTTP/1.1 ${status}\r\ncontent-length: 0\r\n\r\n`);
  expect(await sent).toMatchObject({ code });
  // The proxy has not closed it, and the transport is still open.
  await server.socketsClosed();
});
