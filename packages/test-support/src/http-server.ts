import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { listenOnFreePort } from './listen-on-free-port.js';

/** A received request. */
export interface HttpServerRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Responds to a request. `number` is the number of the request, counted from 1. */
export type HttpHandler = (response: ServerResponse, request: HttpServerRequest, number: number) => void;

/** An HTTP server that responds with a handler of the test and records its requests. */
export class HttpServer implements AsyncDisposable {
  readonly url: string;
  readonly requests: HttpServerRequest[] = [];
  /** Number of connections so far. */
  connections = 0;
  /** Number of requests whose client closed the connection before the response was complete. */
  canceled = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #changes: (() => void)[] = [];

  private constructor(server: Server, port: number, handler: HttpHandler) {
    this.#server = server;
    this.url = `http://127.0.0.1:${port}`;
    server.on('connection', (socket: Socket) => {
      this.connections += 1;
      this.#sockets.add(socket);
      // A client that cancels resets the connection. Tests check the sockets instead.
      socket.on('error', () => {});
      socket.once('close', () => {
        this.#sockets.delete(socket);
        this.#changed();
      });
    });
    server.on('request', (request, response) => {
      const pieces: Buffer[] = [];
      response.once('close', () => {
        if (!response.writableFinished) this.canceled += 1;
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

  static async listen(handler: HttpHandler): Promise<HttpServer> {
    const server = createServer({ keepAliveTimeout: 60_000 });
    return new HttpServer(server, await listenOnFreePort(server), handler);
  }

  /** Number of open sockets. */
  get sockets(): number {
    return this.#sockets.size;
  }

  /** Waits until `count` requests have arrived. */
  async received(count: number): Promise<void> {
    while (this.requests.length < count) await this.#change();
  }

  /** Waits until no socket is open. */
  async socketsClosed(): Promise<void> {
    while (this.#sockets.size > 0) await this.#change();
  }

  /** Waits until clients have canceled `count` requests. */
  async requestsCanceled(count: number): Promise<void> {
    while (this.canceled < count) await this.#change();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#changes.push(resolve));
  }

  #changed(): void {
    for (const resolve of this.#changes.splice(0)) resolve();
  }
}
