import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** One request on a connection, and the means to answer it byte by byte. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly socket: Socket;
  /** Writes bytes as they are. */
  readonly write: (bytes: string | Uint8Array) => void;
  /** Resolves when the socket is closed, whoever did it. */
  readonly closed: Promise<void>;
}

/** What the server does with its requests; `number` counts them from 1. */
export type Play = (exchange: Exchange, number: number) => unknown;

/** Asked by LM Studio's client of whoever has answered it strangely. Answered here, so that plays are about the call alone. */
const GREETING = /^\/lmstudio-greeting/;

function parseRequest(
  text: string,
): { size: number; request: Omit<Exchange, 'socket' | 'write' | 'closed'> } | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [first = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const size = end + 4 + Number(headers['content-length'] ?? 0);
  if (text.length < size) return undefined;
  const [method = '', path = ''] = first.split(' ');
  return {
    size,
    request: { method, path, headers, body: Buffer.from(text.slice(end + 4, size), 'latin1').toString() },
  };
}

/** A server that does with its sockets what a test tells it. */
export class RawServer implements AsyncDisposable {
  readonly url: string;
  /** The requests so far, in the order in which they came. */
  readonly requests: Exchange[] = [];
  /** How many connections there have been. */
  connections = 0;
  readonly #server: Server;
  readonly #play: Play;
  readonly #sockets = new Set<Socket>();
  #changes: (() => void)[] = [];

  private constructor(server: Server, play: Play) {
    this.#server = server;
    this.#play = play;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('connection', (socket) => this.#serve(socket));
  }

  static async listen(play: Play): Promise<RawServer> {
    const server = createServer({ allowHalfOpen: false });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new RawServer(server, play);
  }

  /** Sockets that are open now. */
  get sockets(): number {
    return this.#sockets.size;
  }

  /** Waits until so many requests have come; gives the last of them. */
  async received(count = 1): Promise<Exchange> {
    for (;;) {
      const exchange = this.requests[count - 1];
      if (exchange !== undefined) return exchange;
      await this.#change();
    }
  }

  /** Waits until so many connections have been made. */
  async connected(count = 1): Promise<void> {
    while (this.connections < count) await this.#change();
  }

  /** Waits until no socket is open. */
  async socketsClosed(): Promise<void> {
    while (this.#sockets.size > 0) await this.#change();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await once(this.#server, 'close');
  }

  #serve(socket: Socket): void {
    this.connections += 1;
    this.#sockets.add(socket);
    const closed = new Promise<void>((resolve) => {
      socket.once('close', () => {
        this.#sockets.delete(socket);
        resolve();
        this.#changed();
      });
    });
    // A client that leaves resets the connection; tests look at `closed`.
    socket.on('error', () => {});
    socket.setNoDelay(true);
    let text = '';
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1');
      for (let parsed = parseRequest(text); parsed !== undefined; parsed = parseRequest(text)) {
        text = text.slice(parsed.size);
        const write = (piece: string | Uint8Array): void => void socket.write(piece);
        this.#request({ ...parsed.request, socket, write, closed });
      }
    });
    this.#changed();
  }

  #request(exchange: Exchange): void {
    if (GREETING.test(exchange.path)) return exchange.write(answer('{"lmstudio":true}'));
    this.requests.push(exchange);
    this.#changed();
    void this.#play(exchange, this.requests.length);
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#changes.push(resolve));
  }

  #changed(): void {
    for (const resolve of this.#changes.splice(0)) resolve();
  }
}

/** Bytes of the head of an answer. */
export function head(status: number, headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} Scripted\r\n${lines.join('')}\r\n`;
}

/** A whole answer, with its length: the connection stays open behind it. */
export function answer(body: string, status = 200, headers: Readonly<Record<string, string>> = {}): string {
  const length = String(Buffer.byteLength(body));
  return head(status, { 'content-type': 'application/json', ...headers, 'content-length': length }) + body;
}

/** The head of an answer that comes in chunks. */
export const STREAM = head(200, { 'content-type': 'text/event-stream', 'transfer-encoding': 'chunked' });

/** The head of an answer that ends with its connection. */
export const UNFRAMED = head(200, { 'content-type': 'text/event-stream', connection: 'close' });

/** One chunk; an empty one ends the answer. */
export function chunk(text: string): string {
  return `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
}

/** The end of an answer that comes in chunks. */
export const END = chunk('');
