import type { Fault } from './shared/faults/fault.js';
import type { RecordedRequest } from './shared/server/request-record.js';

/** A downloaded model and its loaded instances. */
export interface ModelState {
  readonly id: string;
  readonly type: 'llm' | 'embedding';
  /** Ids of its instances, such as `key` and `key:2`. */
  readonly instances: readonly string[];
}

/** A running emulator. */
export interface Emulator extends AsyncDisposable {
  /** Origin without a trailing slash, e.g. `http://127.0.0.1:49152`. */
  readonly url: string;
  /** The port that the emulator listens on. */
  readonly port: number;
  /** The routes that it serves, each as `METHOD /path`. */
  readonly routes: readonly string[];
  /** The models that are currently downloaded. */
  readonly models: readonly ModelState[];
  /** Ids of all loaded instances, in the order in which they were loaded. */
  readonly loadedInstances: readonly string[];
  /** The requests so far, oldest first (see the option `keepRequests`). */
  readonly requests: readonly RecordedRequest[];
  /** Number of open connections, including idle ones. */
  readonly openSockets: number;
  /** Number of requests that have arrived and not ended, including waiting ones. */
  readonly activeRequests: number;
  /** Number of requests that wait because `parallel` others are running. */
  readonly waitingRequests: number;
  /** Number of faults that have not been used up. */
  readonly pendingFaults: number;
  /** Resolves with request number `id` (counted from 1) as soon as its head has arrived. */
  received(id: number): Promise<RecordedRequest>;
  /**
   * Resolves when the client has closed the connection of request `id` early. Rejects if the request ends in another
   * way.
   */
  clientDisconnected(id: number): Promise<RecordedRequest>;
  /** Resolves when no connection is open. */
  socketsClosed(): Promise<void>;
  /** Replaces all faults, including those that have not been used. */
  setFaults(faults: readonly Fault[]): void;
  /** Appends faults to the queue. */
  addFaults(...faults: Fault[]): void;
  /** Stops listening and closes every connection. Afterwards the emulator no longer keeps the process alive. */
  close(): Promise<void>;
}
