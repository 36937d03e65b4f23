import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { ClosePoint } from './close-point.js';
import { listenOnFreePort } from './listen-on-free-port.js';

/** The head of a request that passes the proxy. */
export interface PassingRequest {
  readonly line: string;
  readonly header: (name: string) => string | undefined;
}

/** Returns after how many bytes of the response's body the connection breaks; `undefined` for never. Called for each request. */
export type ClosePlan = (request: PassingRequest) => number | undefined;

export interface TcpProxyOptions {
  /**
   * Resets a connection when a second request arrives on it. The client sees a kept-alive connection that had died while it was idle.
   * Closing it after the response would not do: the client notices that before its next call, or not, depending on time.
   */
  readonly resetReused?: boolean;
  /** Breaks connections in the middle of responses. Each request then has a connection of its own. */
  readonly closeAfter?: ClosePlan;
}

const REQUEST_LINE = /^[A-Z]+ \S+ HTTP\/1\.1\r\n/;

function parseHead(text: string): PassingRequest {
  const [line = '', ...fields] = (text.split('\r\n\r\n', 1)[0] ?? '').split('\r\n');
  const header = (name: string): string | undefined =>
    fields
      .find((field) => field.toLowerCase().startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim();
  return { line, header };
}

/** A proxy between a client and a server that breaks connections. */
export class TcpProxy implements AsyncDisposable {
  readonly url: string;
  /** The number of connections that were reset because a second request arrived on them. */
  resets = 0;
  /** The number of connections that were broken in the middle of a response. */
  earlyCloses = 0;
  readonly #server: Server;
  readonly #target: URL;
  readonly #options: TcpProxyOptions;
  readonly #clients = new Set<Socket>();

  private constructor(server: Server, port: number, target: string, options: TcpProxyOptions) {
    this.url = `http://127.0.0.1:${port}`;
    this.#server = server;
    this.#target = new URL(target);
    this.#options = options;
    server.on('connection', (client) => this.#serve(client));
  }

  /** Starts a proxy in front of a server. */
  static async start(target: string, options: TcpProxyOptions = {}): Promise<TcpProxy> {
    const server = createServer();
    return new TcpProxy(server, await listenOnFreePort(server), target, options);
  }

  /** The number of client connections that are open now. */
  get connections(): number {
    return this.#clients.size;
  }

  /** Resets every connection at once, as a server does that is killed. */
  resetAll(): void {
    for (const client of this.#clients) client.resetAndDestroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    this.resetAll();
    await once(this.#server, 'close');
  }

  #serve(client: Socket): void {
    const { resetReused = false, closeAfter } = this.#options;
    let upstream: Upstream | undefined;
    this.#clients.add(client);
    client.on('error', () => {});
    client.on('data', (bytes: Buffer) => {
      const text = bytes.toString('latin1');
      const isRequest = REQUEST_LINE.test(text);
      // The server must not see this request: a client may send it again only because nobody has read it.
      if (isRequest && resetReused && upstream?.hasResponded) {
        this.resets += 1;
        client.resetAndDestroy();
        return;
      }
      // Not before there is something to send: some servers close connections that stay silent.
      upstream ??= new Upstream(client, this.#target, (point) => this.#break(client, point));
      if (!isRequest || closeAfter === undefined) {
        upstream.socket.write(bytes);
        return;
      }
      const after = closeAfter(parseHead(text));
      upstream.point = after === undefined ? undefined : new ClosePoint(after);
      // One request a connection: one that the server drops while it is idle would be a break before the response.
      upstream.socket.write(text.replace(/^connection: keep-alive/im, 'connection: close'), 'latin1');
    });
    client.once('end', () => upstream?.socket.end());
    client.once('close', () => {
      this.#clients.delete(client);
      upstream?.socket.destroy();
    });
  }

  /** Writes the last bytes that pass, and breaks the connection in one of the two ways in which connections break. */
  #break(client: Socket, { mayReset, last }: { mayReset: boolean; last: Buffer }): void {
    this.earlyCloses += 1;
    if (mayReset && this.earlyCloses % 2 === 0) client.write(last, () => client.resetAndDestroy());
    else client.end(last, () => client.destroy());
  }
}

/** The connection to the server, from which bytes go to the client. */
class Upstream {
  readonly socket: Socket;
  /** Where the response to the current request breaks. */
  point: ClosePoint | undefined;
  hasResponded = false;

  constructor(client: Socket, target: URL, onClose: (closing: { mayReset: boolean; last: Buffer }) => void) {
    const socket = connect(Number(target.port || 80), target.hostname);
    this.socket = socket;
    let isClosed = false;
    socket.on('error', () => {});
    socket.on('data', (bytes: Buffer) => {
      this.hasResponded = true;
      const { point } = this;
      const last = point?.passing(bytes);
      if (point === undefined || last === undefined) {
        if (!client.write(bytes)) socket.pause();
        return;
      }
      isClosed = true;
      socket.destroy();
      onClose({ mayReset: point.mayReset, last });
    });
    client.on('drain', () => socket.resume());
    socket.once('end', () => client.end());
    // After an early close the client still gets the last bytes.
    socket.once('close', () => {
      if (!isClosed) client.destroySoon();
    });
  }
}
