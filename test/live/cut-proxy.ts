import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Stands between a client and a server, and can break every connection at once, as a server does that is killed. */
export interface CutProxy extends AsyncDisposable {
  readonly url: string;
  /** Connections of clients that are open now. */
  readonly connections: number;
  /** Connections that were reset because a second request arrived on them. */
  readonly resets: number;
  cut(): void;
}

export interface CutProxyOptions {
  /**
   * Resets a connection when a second request arrives on it. The client sees a kept-alive connection that had died while it was idle.
   * Closing it after the response would not do: the client notices that before its next call, or not, depending on time.
   */
  readonly resetReused?: boolean;
}

const REQUEST_LINE = /^[A-Z]+ \S+ HTTP\/1\.1\r\n/;

/** Starts one in front of a server. */
export async function startCutProxy(target: string, { resetReused = false }: CutProxyOptions = {}): Promise<CutProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let resets = 0;
  const server = createServer((client) => {
    const upstream = connect(Number(port || 80), hostname);
    let responded = false;
    sockets.add(client);
    client.on('data', (bytes: Buffer) => {
      // The server must not see this request: a client may send it again only because nobody has read it.
      if (resetReused && responded && REQUEST_LINE.test(bytes.toString('latin1'))) {
        resets += 1;
        client.resetAndDestroy();
      } else upstream.write(bytes);
    });
    client.once('end', () => upstream.end());
    upstream.once('data', () => (responded = true));
    upstream.pipe(client);
    for (const socket of [client, upstream]) {
      socket.on('error', () => {});
      socket.once('close', () => {
        sockets.delete(client);
        client.destroy();
        upstream.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = (): void => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get connections() {
      return sockets.size;
    },
    get resets() {
      return resets;
    },
    cut,
    async [Symbol.asyncDispose]() {
      server.close();
      cut();
      await once(server, 'close');
    },
  };
}
