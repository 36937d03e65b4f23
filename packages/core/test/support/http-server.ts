import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A request as it arrived. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Answers a request; `number` counts from 1. */
export type Handler = (response: ServerResponse, request: SeenRequest, number: number) => void;

/** An HTTP server that answers as a test says, and keeps what it was asked. */
export class HttpServer implements AsyncDisposable {
  readonly url: string;
  readonly requests: SeenRequest[] = [];
  /** How many connections there have been. */
  connections = 0;
  /** How many requests were left by their client before they were answered to the end. */
  left = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #onChange: (() => void)[] = [];

  private constructor(server: Server, handler: Handler) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('connection', (socket: Socket) => {
      this.connections += 1;
      this.#sockets.add(socket);
      // A client that leaves resets the connection; tests look at the sockets.
      socket.on('error', () => {});
      socket.once('close', () => {
        this.#sockets.delete(socket);
        this.#changed();
      });
    });
    server.on('request', (request, response) => {
      const pieces: Buffer[] = [];
      response.once('close', () => {
        if (!response.writableFinished) this.left += 1;
        this.#changed();
      });
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        const { method = '', url: path = '', headers } = request;
        const seen = { method, path, headers, body: Buffer.concat(pieces).toString('utf8') };
        this.requests.push(seen);
        this.#changed();
        handler(response, seen, this.requests.length);
      });
    });
  }

  static async listen(handler: Handler): Promise<HttpServer> {
    const server = createServer({ keepAliveTimeout: 60_000 });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new HttpServer(server, handler);
  }

  /** Sockets that are open now. */
  get sockets(): number {
    return this.#sockets.size;
  }

  /** Waits until so many requests have arrived. */
  async received(count: number): Promise<void> {
    while (this.requests.length < count) await this.#change();
  }

  /** Waits until no socket is open. */
  async socketsClosed(): Promise<void> {
    while (this.#sockets.size > 0) await this.#change();
  }

  /** Waits until so many requests were left by their client. */
  async clientsLeft(count: number): Promise<void> {
    while (this.left < count) await this.#change();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#onChange.push(resolve));
  }

  #changed(): void {
    for (const resolve of this.#onChange.splice(0)) resolve();
  }
}

/** Answers with JSON. */
export function json(
  response: ServerResponse,
  body: unknown,
  status = 200,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
