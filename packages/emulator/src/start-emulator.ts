import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildContext } from './build-context.js';
import type { Emulator } from './emulator.js';
import type { EmulatorOptions } from './options.js';
import { RunningEmulator } from './running-emulator.js';
import { FaultQueue } from './shared/faults/fault-queue.js';
import { handleRequest } from './shared/server/request-handler.js';
import { RequestJournal } from './shared/server/request-journal.js';
import { SocketTracker } from './shared/server/socket-tracker.js';
import { Slots } from './shared/signals/slots.js';

/**
 * Time in ms after which LM Studio and llama-server close an idle connection. The pool of a client must close it
 * earlier.
 */
const KEEP_ALIVE_MS = 5000;

/**
 * Starts an HTTP server that behaves like LM Studio, Ollama or llama-server. Resolves when it is listening. Rejects if
 * it
 * cannot listen, for example with `EADDRINUSE`.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const host = options.host ?? '127.0.0.1';
  const journal = new RequestJournal(options.keepRequests ?? 1000);
  const faults = new FaultQueue(options.faults ?? []);
  const slots = new Slots(options.parallel ?? 4);
  const closing = new AbortController();
  const context = buildContext(options, { journal, faults, slots, closing: closing.signal });
  const server = createServer((request, response) => void handleRequest(context, request, response));
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const sockets = new SocketTracker(server);
  server.listen(options.port ?? 0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return new RunningEmulator(`http://${urlHost(host)}:${port}`, port, { server, sockets, closing, context, slots });
}

/** Returns the host for a URL that a client on this machine can connect to. */
function urlHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
