import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { MarkPoint, type CloseMark } from './close-mark.js';
import { ClosePoint } from './close-point.js';
import { listenOnFreePort } from './listen-on-free-port.js';

/** The head of a request that the proxy forwards. */
export interface PassingRequest {
  readonly line: string;
  readonly header: (name: string) => string | undefined;
}

/**
 * Returns the point of the response after which the connection is closed: a number of body bytes, an event or a line,
 * or `undefined` for never. Called for each request.
 */
export type ClosePlan = (request: PassingRequest) => number | CloseMark | undefined;

export interface TcpProxyOptions {
  /**
   * Resets a connection when a second request arrives on it. To the client, this looks like a kept-alive connection
   * that
   * died while it was idle. Closing it after the response would not be deterministic, because the client may or may not
   * notice that before its next request.
   */
  readonly resetReused?: boolean;
  /** Closes connections midway through responses, or stops forwarding. Each request then has its own connection. */
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

/** The point of a response after which its connection is closed. */
interface Point {
  /** Returns the last bytes to forward, or `undefined` while all bytes are forwarded. */
  passing(bytes: Buffer): Buffer | undefined;
  /** Unset if the ending depends on `mayReset`. */
  readonly ending?: CloseMark['ending'];
  readonly mayReset?: boolean;
}

function pointOf(after: number | CloseMark): Point {
  return typeof after === 'number' ? new ClosePoint(after) : new MarkPoint(after);
}

/** A proxy between a client and a server that can reset or close connections. */
export class TcpProxy implements AsyncDisposable {
  readonly url: string;
  /** Number of connections that were reset because a second request arrived on them. */
  resets = 0;
  /** Number of connections that were closed or held midway through a response. */
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

  /** Number of open client connections. */
  get connections(): number {
    return this.#clients.size;
  }

  /** Resets all connections at once, like a server that is killed. */
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
      // The server must not receive this request, because a client may retry it only if no server has read it.
      if (isRequest && resetReused && upstream?.hasResponded) {
        this.resets += 1;
        client.resetAndDestroy();
        return;
      }
      // Connects only when there is data to send, because some servers close silent connections.
      upstream ??= new Upstream(client, this.#target, (point, last) => this.#break(client, point, last));
      if (!isRequest || closeAfter === undefined) {
        upstream.socket.write(bytes);
        return;
      }
      const after = closeAfter(parseHead(text));
      upstream.point = after === undefined ? undefined : pointOf(after);
      // One request per connection. Otherwise, an idle connection that the server closes would fail before a response.
      upstream.socket.write(text.replace(/^connection: keep-alive/im, 'connection: close'), 'latin1');
    });
    client.once('end', () => upstream?.socket.end());
    client.once('close', () => {
      this.#clients.delete(client);
      upstream?.socket.destroy();
    });
  }

  /**
   * Writes the last forwarded bytes, then ends the connection as the point demands. Without a demand, it is closed with
   * a FIN or, every second time if possible, a reset.
   */
  #break(client: Socket, point: Point, last: Buffer): void {
    this.earlyCloses += 1;
    const alternative = point.mayReset === true && this.earlyCloses % 2 === 0 ? 'reset' : 'close';
    const { ending = alternative } = point;
    if (ending === 'hold') client.write(last);
    else if (ending === 'reset') client.write(last, () => client.resetAndDestroy());
    else client.end(last, () => client.destroy());
  }
}

/** The connection to the server, whose bytes are forwarded to the client. */
class Upstream {
  readonly socket: Socket;
  /** The point at which the response to the current request is closed. */
  point: Point | undefined;
  hasResponded = false;

  constructor(client: Socket, target: URL, onClose: (point: Point, last: Buffer) => void) {
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
      onClose(point, last);
    });
    client.on('drain', () => socket.resume());
    socket.once('end', () => client.end());
    // After an early close, the client must still receive the last bytes.
    socket.once('close', () => {
      if (!isClosed) client.destroySoon();
    });
  }
}
