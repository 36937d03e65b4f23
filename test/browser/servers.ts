import { createServer, type RequestListener, type Server } from 'node:http';
import { listenOnFreePort } from '@lmux/test-support';

/** A server and the methods of the requests that it has received. */
export interface OpenServer {
  readonly url: string;
  readonly methods: readonly (string | undefined)[];
}

/** The servers of a test. */
export class Servers {
  readonly #open: Server[] = [];

  /** Starts a server on 127.0.0.1. */
  async open(respond: RequestListener): Promise<OpenServer> {
    const methods: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      methods.push(request.method);
      respond(request, response);
    });
    this.#open.push(server);
    return { url: `http://127.0.0.1:${await listenOnFreePort(server)}`, methods };
  }

  /** Returns an address at which nothing listens. */
  async deadUrl(): Promise<string> {
    const { url } = await this.open(() => {});
    await this.close();
    return url;
  }

  /** Closes all servers and their connections. */
  async close(): Promise<void> {
    for (const server of this.#open.splice(0)) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }
}
