import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buildContext } from './build-context.js';
import { checkOptions } from './check-options.js';
import type { Emulator } from './emulator.js';
import { guardCallback } from './guard-callback.js';
import type { EmulatorOptions } from './options.js';
import { RunningEmulator } from './running-emulator.js';
import { FaultQueue } from './shared/faults/fault-queue.js';
import { isLoopback } from './shared/server/allowed-hosts.js';
import { createHttpServer } from './shared/server/http-server.js';
import { handleRequest } from './shared/server/request-handler.js';
import { RequestJournal } from './shared/server/request-journal.js';
import { SocketTracker } from './shared/server/socket-tracker.js';
import { Slots } from './shared/signals/slots.js';

/** Default of `keepBytes`: 16 MiB. */
const KEEP_BYTES = 16 * 1024 * 1024;

/**
 * Starts an HTTP server that behaves like LM Studio, Ollama or llama-server. Resolves when it is listening. Rejects if it
 * cannot listen, for example with `EADDRINUSE`, or with a `TypeError` for an invalid option. Warns if other machines can reach it (see the option `onWarning`).
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  checkOptions(options);
  const host = options.host ?? '127.0.0.1';
  const journal = new RequestJournal({
    maxRequests: options.keepRequests ?? 1000,
    maxBodyBytes: options.keepBytes ?? KEEP_BYTES,
  });
  const faults = new FaultQueue(options.faults ?? []);
  const slots = new Slots(options.parallel ?? 4);
  const closing = new AbortController();
  const context = buildContext(options, { journal, faults, slots, host, closing: closing.signal });
  const server = createHttpServer((request, response, allowBody) => {
    void handleRequest(context, request, response, allowBody);
  });
  const sockets = new SocketTracker(server);
  server.listen(options.port ?? 0, host);
  await once(server, 'listening');
  const { port, address } = server.address() as AddressInfo;
  context.hosts.listen(address);
  if (!isLoopback(address)) {
    const warn = guardCallback('onWarning function', options.onWarning ?? emitWarning);
    warn(exposedWarning(host, context.tokens.length > 0));
  }
  return new RunningEmulator(`http://${urlHost(host)}:${port}`, port, { server, sockets, closing, context, slots });
}

/** Reports a warning as a process warning, which Node prints. */
function emitWarning(message: string): void {
  process.emitWarning(message, { type: 'LmuxEmulatorWarning', code: 'LMUX_EMULATOR_EXPOSED' });
}

function exposedWarning(host: string, hasToken: boolean): string {
  const reach = `The emulator listens on ${host}, so other machines can reach it${hasToken ? '' : ' without a token'}.`;
  return `${reach} It is not made for untrusted networks. Listen on 127.0.0.1 unless you need this.`;
}

/** Returns the host for a URL that a client on this machine can connect to. */
function urlHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
