import { once } from 'node:events';
import type { Server } from 'node:http';
import type { Emulator, ModelState } from './emulator.js';
import type { FaultQueue } from './shared/faults/fault-queue.js';
import type { Fault } from './shared/faults/fault.js';
import type { ModelRegistry } from './shared/models/model-registry.js';
import type { HandlerContext } from './shared/server/request-handler.js';
import type { RequestJournal } from './shared/server/request-journal.js';
import type { RecordedRequest } from './shared/server/request-record.js';
import type { SocketTracker } from './shared/server/socket-tracker.js';
import type { Slots } from './shared/signals/slots.js';

/** The components of a running emulator. */
interface Inside {
  readonly server: Server;
  readonly sockets: SocketTracker;
  readonly closing: AbortController;
  readonly context: HandlerContext & { readonly registry: ModelRegistry };
  readonly slots: Slots;
}

/** The emulator that `startEmulator` returns. */
export class RunningEmulator implements Emulator {
  readonly url: string;
  readonly port: number;
  readonly routes: readonly string[];
  readonly #inside: Inside;
  readonly #journal: RequestJournal;
  readonly #faults: FaultQueue;
  #closed: Promise<void> | undefined = undefined;

  constructor(url: string, port: number, inside: Inside) {
    this.url = url;
    this.port = port;
    this.routes = [...inside.context.profile.routes.keys()];
    this.#inside = inside;
    this.#journal = inside.context.journal;
    this.#faults = inside.context.faults;
  }

  get models(): readonly ModelState[] {
    const { registry, tick } = this.#inside.context;
    tick();
    return registry.models.map((model) => ({
      id: model.id,
      type: model.type,
      instances: registry.instancesOf(model).map(({ id }) => id),
    }));
  }

  get loadedInstances(): readonly string[] {
    const { registry, tick } = this.#inside.context;
    tick();
    return registry.instances.map(({ id }) => id);
  }

  get requests(): readonly RecordedRequest[] {
    return this.#journal.records;
  }

  get openSockets(): number {
    return this.#inside.sockets.open;
  }

  get activeRequests(): number {
    return this.#journal.active;
  }

  get waitingRequests(): number {
    return this.#inside.slots.waiting;
  }

  get pendingFaults(): number {
    return this.#faults.size;
  }

  received(id: number): Promise<RecordedRequest> {
    return this.#journal.received(id);
  }

  clientDisconnected(id: number): Promise<RecordedRequest> {
    return this.#journal.clientDisconnected(id);
  }

  socketsClosed(): Promise<void> {
    return this.#inside.sockets.allClosed();
  }

  setFaults(faults: readonly Fault[]): void {
    this.#faults.set(faults);
  }

  addFaults(...faults: Fault[]): void {
    this.#faults.add(faults);
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    const { server, sockets, closing } = this.#inside;
    closing.abort();
    const done = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await done;
    await sockets.allClosed();
  }
}
