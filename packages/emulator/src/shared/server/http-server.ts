import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** Timeouts in ms for a client that connects and then sends slowly or not at all. */
interface ServerTimeouts {
  /** Time until the head of a request has arrived. */
  readonly headMs: number;
  /** Time until the body has arrived as well. */
  readonly requestMs: number;
  /** Interval at which both are checked. */
  readonly checkMs: number;
}

/** The defaults of Node, stated here because the emulator relies on them. Such a request is refused with 408. */
const TIMEOUTS: ServerTimeouts = { headMs: 60_000, requestMs: 300_000, checkMs: 30_000 };

/** Time in ms after which an idle connection is closed. The pool of a client must close it earlier. */
const KEEP_ALIVE_MS = 5000;

/** Handles a request. `allowBody` must be called before the body is read. */
type Handle = (request: IncomingMessage, response: ServerResponse, allowBody: () => void) => void;

/** Creates the HTTP server. A client that sends `Expect: 100-continue` waits until its body is allowed. */
export function createHttpServer(handle: Handle, { headMs, requestMs, checkMs } = TIMEOUTS): Server {
  const server = createServer({
    headersTimeout: headMs,
    requestTimeout: requestMs,
    connectionsCheckingInterval: checkMs,
    keepAliveTimeout: KEEP_ALIVE_MS,
  });
  server.on('request', (request, response) => handle(request, response, () => undefined));
  server.on('checkContinue', (request, response) => handle(request, response, () => response.writeContinue()));
  return server;
}
