import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Emulator } from './emulator.js';
import { FaultQueue } from './faults/fault-queue.js';
import { ModelCatalog } from './model/model-catalog.js';
import { DEFAULT_MODELS } from './model/model-definition.js';
import { openaiRoutes } from './openai/routes.js';
import type { EmulatorOptions } from './options.js';
import { greetingRoute } from './server/greeting.js';
import { handleRequest } from './server/request-handler.js';
import type { HandlerContext } from './server/request-handler.js';
import { RequestJournal } from './server/request-journal.js';
import { Slots } from './server/slots.js';
import { SocketTracker } from './server/socket-tracker.js';

/** Milliseconds after which LM Studio drops an idle connection; a client's pool must be quicker. */
const KEEP_ALIVE_MS = 5000;

/**
 * Starts an HTTP server that behaves like LM Studio's. Resolves when it listens; rejects, for instance with
 * `EADDRINUSE`, when it cannot.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const host = options.host ?? '127.0.0.1';
  const journal = new RequestJournal(options.keepRequests ?? 1000);
  const faults = new FaultQueue(options.faults ?? []);
  const slots = new Slots(options.parallel ?? 4);
  const closing = new AbortController();
  const context = handlerContext(options, { journal, faults, slots, closing: closing.signal });
  const server = createServer((request, response) => void handleRequest(context, request, response));
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const sockets = new SocketTracker(server);
  server.listen(options.port ?? 0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  let closed: Promise<void> | undefined;

  const close = (): Promise<void> => {
    closed ??= (async () => {
      closing.abort();
      const done = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await done;
      await sockets.allClosed();
    })();
    return closed;
  };
  return {
    url: `http://${urlHost(host)}:${port}`,
    port,
    get requests() {
      return journal.records;
    },
    get openSockets() {
      return sockets.open;
    },
    get activeRequests() {
      return journal.active;
    },
    get waitingRequests() {
      return slots.waiting;
    },
    get pendingFaults() {
      return faults.size;
    },
    received: (id) => journal.received(id),
    clientLeft: (id) => journal.clientLeft(id),
    socketsClosed: () => sockets.allClosed(),
    setFaults: (next) => faults.set(next),
    addFaults: (...more) => faults.add(more),
    close,
    [Symbol.asyncDispose]: close,
  };
}

type Parts = Pick<HandlerContext, 'journal' | 'faults' | 'closing'> & { readonly slots: Slots };

function handlerContext(options: EmulatorOptions, { slots, ...parts }: Parts): HandlerContext {
  let lastId = 0;
  const openai = openaiRoutes({
    catalog: new ModelCatalog(options.models ?? DEFAULT_MODELS, options.jit ?? true),
    slots,
    reply: options.reply,
    delayMs: options.delayMs ?? 0,
    nextId: () => (lastId += 1),
  });
  return {
    ...parts,
    routes: new Map([...openai, greetingRoute]),
    tokens: typeof options.auth === 'string' ? [options.auth] : (options.auth?.tokens ?? []),
    cors: options.cors ?? false,
    log: options.log ?? (() => undefined),
  };
}

/** The address to put into a URL: one that a client on this machine can connect to. */
function urlHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
