import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { listenOnFreePort } from './listen-on-free-port.js';

/** A request on a connection, with methods to respond to it byte by byte. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  /** Headers, with names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The raw request, with one character per byte. */
  readonly text: string;
  readonly socket: Socket;
  /** Writes bytes as they are. */
  readonly write: (bytes: string | Uint8Array) => void;
  /** Resolves when the socket is closed, on either side. */
  readonly closed: Promise<void>;
}

/** Handles a request. `number` is the number of the request, counted from 1. */
export type Play = (exchange: Exchange, number: number) => unknown;

export interface RawServerOptions {
  /**
   * Returns the response to a request that does not belong to the test. Such a request is not recorded and not passed
   * to `play`.
   */
  readonly respondAside?: (path: string) => string | undefined;
}

type ParsedRequest = Pick<Exchange, 'method' | 'path' | 'headers' | 'body' | 'text'>;

/** Parses the first request of a text with one character per byte. Returns `undefined` while it is incomplete. */
function parseRequest(received: string): ParsedRequest | undefined {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [first = '', ...lines] = received.slice(0, end).split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const size = end + 4 + Number(headers['content-length'] ?? 0);
  if (received.length < size) return undefined;
  const [method = '', path = ''] = first.split(' ');
  const body = Buffer.from(received.slice(end + 4, size), 'latin1').toString();
  return { method, path, headers, body, text: received.slice(0, size) };
}

/** A connection of a client. */
export class RawConnection {
  readonly socket: Socket;
  /** Resolves when the socket is closed, on either side. */
  readonly closed: Promise<void>;
  readonly #unread: Exchange[] = [];
  #received = '';
  #onRequest: (() => void) | undefined;

  constructor(socket: Socket, onExchange: (exchange: Exchange) => void) {
    this.socket = socket;
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
    // A client that cancels resets the connection. Tests check `closed` instead.
    socket.on('error', () => {});
    socket.setNoDelay(true);
    socket.on('data', (bytes: Buffer) => {
      this.#received += bytes.toString('latin1');
      for (let parsed = parseRequest(this.#received); parsed !== undefined; parsed = parseRequest(this.#received)) {
        this.#received = this.#received.slice(parsed.text.length);
        const exchange = { ...parsed, socket, write: this.write.bind(this), closed: this.closed };
        this.#unread.push(exchange);
        this.#onRequest?.();
        onExchange(exchange);
      }
    });
  }

  /** Resolves with the text of the next request when it is complete. */
  async request(): Promise<string> {
    for (;;) {
      const exchange = this.#unread.shift();
      if (exchange !== undefined) return exchange.text;
      await new Promise<void>((resolve) => (this.#onRequest = resolve));
    }
  }

  /** Writes bytes as they are. */
  write(bytes: string | Uint8Array): void {
    this.socket.write(bytes);
  }
}

/**
 * A TCP server that parses HTTP requests and lets a test write the responses byte by byte, either in a function that
 * receives each request or step by step in the test.
 */
export class RawServer implements AsyncDisposable {
  readonly port: number;
  /** All connections so far, in order. */
  readonly connections: RawConnection[] = [];
  /** All requests so far, in order. */
  readonly requests: Exchange[] = [];
  readonly #server: Server;
  readonly #play: Play;
  readonly #options: RawServerOptions;
  readonly #sockets = new Set<Socket>();
  #changes: (() => void)[] = [];

  private constructor(server: Server, port: number, play: Play, options: RawServerOptions) {
    this.#server = server;
    this.#play = play;
    this.#options = options;
    this.port = port;
    server.on('connection', (socket) => this.#serve(socket));
  }

  static async listen(play: Play = () => {}, options: RawServerOptions = {}): Promise<RawServer> {
    const server = createServer();
    return new RawServer(server, await listenOnFreePort(server), play, options);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Number of open sockets. */
  get sockets(): number {
    return this.#sockets.size;
  }

  /** Waits for a connection by its number, counted from 0. */
  connection(number = 0): Promise<RawConnection> {
    return this.#until(() => this.connections[number]);
  }

  /** Waits until `count` requests have arrived, and returns the last of them. */
  received(count = 1): Promise<Exchange> {
    return this.#until(() => this.requests[count - 1]);
  }

  /** Waits until no socket is open. */
  async socketsClosed(): Promise<void> {
    await this.#until(() => this.#sockets.size === 0 || undefined);
  }

  /** Waits for the next request on a connection, writes a response, and returns the request's text. */
  async respond(bytes: string, number = 0): Promise<string> {
    const connection = await this.connection(number);
    const request = await connection.request();
    connection.write(bytes);
    return request;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await once(this.#server, 'close');
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => {
      this.#sockets.delete(socket);
      this.#changed();
    });
    const connection = new RawConnection(socket, (exchange) => this.#onExchange(exchange));
    this.connections.push(connection);
    this.#changed();
  }

  #onExchange(exchange: Exchange): void {
    const aside = this.#options.respondAside?.(exchange.path);
    if (aside !== undefined) return exchange.write(aside);
    this.requests.push(exchange);
    this.#changed();
    void this.#play(exchange, this.requests.length);
  }

  async #until<T>(read: () => T | undefined): Promise<T> {
    for (;;) {
      const value = read();
      if (value !== undefined) return value;
      await new Promise<void>((resolve) => this.#changes.push(resolve));
    }
  }

  #changed(): void {
    for (const resolve of this.#changes.splice(0)) resolve();
  }
}
