// The hostile server of one flood, and a proxy that never answers. They run in the parent process, so that only the memory and the CPU time
// of the client are measured.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { send, type Flood } from './flood.ts';
import { formatOf } from './wire.ts';

/** A running server of a flood. */
export interface FloodServer {
  readonly url: string;
  /** URL of the proxy, for a flood with `deadProxy`. */
  readonly proxyUrl: string | undefined;
  /** Returns the number of open connections to the server and to the proxy. */
  readonly sockets: () => number;
  /** Returns the number of requests of a case. */
  readonly requests: (key: string) => number;
  readonly close: () => Promise<void>;
}

/** Starts the server. Each request names its case in the header `x-case` as provider, name and `case` or `reference`. */
export async function startFloodServer(flood: Flood): Promise<FloodServer> {
  const counts = new Map<string, number>();
  const server = createServer((request, response) => {
    request.on('error', () => {});
    response.on('error', () => {});
    const key = decodeURIComponent(String(request.headers['x-case'] ?? ''));
    const [, name = '', part] = key.split('\n');
    const number = (counts.get(key) ?? 0) + 1;
    counts.set(key, number);
    const path = request.url ?? '';
    const found = flood.cases[name];
    request.resume().once('end', () => {
      const exchange = { request, response, path, format: formatOf(path), number };
      const respond = part === 'reference' ? found?.reference : found?.respond;
      if (respond === undefined) send(exchange, 404, 'text/plain', '');
      else void Promise.resolve(respond(exchange)).catch(() => response.destroy());
    });
  });
  const sockets = new Set<Socket>();
  // Through a proxy, only https uses CONNECT.
  const url = `${flood.deadProxy === true ? 'https' : 'http'}://127.0.0.1:${await listen(server, sockets)}`;
  // Reads CONNECT and does nothing.
  const proxy = flood.deadProxy === true ? createTcpServer((socket) => void socket.resume()) : undefined;
  const proxyPort = proxy && (await listen(proxy, sockets));
  return {
    url,
    proxyUrl: proxyPort === undefined ? undefined : `http://127.0.0.1:${proxyPort}`,
    sockets: () => sockets.size,
    requests: (key) => counts.get(key) ?? 0,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await Promise.all(
        [server, proxy].map((one) => new Promise<void>((resolve) => (one ? one.close(() => resolve()) : resolve()))),
      );
    },
  };
}

async function listen(server: Server, sockets: Set<Socket>): Promise<number> {
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
