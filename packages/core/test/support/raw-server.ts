import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

/** One connection of a client, byte by byte. */
export class RawConnection {
  readonly socket: Socket;
  /** Resolves when the socket is closed, whoever did it. */
  readonly closed: Promise<void>;
  #received = '';
  #onData: (() => void) | undefined;

  constructor(socket: Socket) {
    this.socket = socket;
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
    // A client that leaves resets the connection; tests look at `closed`.
    socket.on('error', () => {});
    socket.on('data', (bytes: Buffer) => {
      this.#received += bytes.toString('latin1');
      this.#onData?.();
    });
  }

  /** The next request, with its body, once it is there as a whole. */
  async request(): Promise<string> {
    for (;;) {
      const head = this.#received.indexOf('\r\n\r\n');
      if (head >= 0) {
        const length = Number(/^content-length: (\d+)/im.exec(this.#received.slice(0, head))?.[1] ?? 0);
        const end = head + 4 + length;
        if (this.#received.length >= end) {
          const request = this.#received.slice(0, end);
          this.#received = this.#received.slice(end);
          return request;
        }
      }
      await new Promise<void>((resolve) => (this.#onData = resolve));
    }
  }

  /** Writes text as it is. */
  write(text: string): void {
    this.socket.write(text, 'latin1');
  }
}

/** A server that does nothing by itself: tests read requests and write answers byte by byte. */
export class RawServer implements AsyncDisposable {
  readonly port: number;
  readonly connections: RawConnection[] = [];
  readonly #server: ReturnType<typeof createServer>;
  #onConnection: (() => void) | undefined;

  private constructor(server: ReturnType<typeof createServer>) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    server.on('connection', (socket) => {
      this.connections.push(new RawConnection(socket));
      this.#onConnection?.();
    });
  }

  static async listen(): Promise<RawServer> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new RawServer(server);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** A connection by its number, from 0, once it is there. */
  async connection(number = 0): Promise<RawConnection> {
    for (;;) {
      const connection = this.connections[number];
      if (connection !== undefined) return connection;
      await new Promise<void>((resolve) => (this.#onConnection = resolve));
    }
  }

  /** Waits for the next request on a connection, and answers it. */
  async answer(bytes: string, number = 0): Promise<string> {
    const connection = await this.connection(number);
    const request = await connection.request();
    connection.write(bytes);
    return request;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    for (const { socket } of this.connections) socket.destroy();
    await once(this.#server, 'close');
  }
}

/** An answer of HTTP/1.1 with a length. */
export function answer(body: string, head = 'HTTP/1.1 200 OK'): string {
  return `${head}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/** The head of an answer that comes in chunks. */
export const CHUNKED = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n';

/** One chunk of such an answer; an empty one ends it. */
export function chunk(text: string): string {
  return `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
}
