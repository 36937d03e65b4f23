import type { Fault } from './shared/faults/fault.js';
import type { RecordedRequest } from './shared/server/request-record.js';

/** A downloaded model and what of it is in memory. */
export interface ModelState {
  readonly id: string;
  readonly type: 'llm' | 'embedding';
  /** Ids of its instances, such as `key` and `key:2`. */
  readonly instances: readonly string[];
}

/** A running emulator. */
export interface Emulator extends AsyncDisposable {
  /** Origin without a slash at the end, e.g. `http://127.0.0.1:49152`. */
  readonly url: string;
  /** The port that was taken. */
  readonly port: number;
  /** What it serves, each as `METHOD /path`. */
  readonly routes: readonly string[];
  /** The downloaded models, by now. */
  readonly models: readonly ModelState[];
  /** Ids of everything in memory, in the order in which it was loaded. */
  readonly loadedInstances: readonly string[];
  /** The requests so far, oldest first (see the option `keepRequests`). */
  readonly requests: readonly RecordedRequest[];
  /** Connections that are open now, idle ones too. */
  readonly openSockets: number;
  /** Requests that have arrived and are not over, waiting ones too. */
  readonly activeRequests: number;
  /** Requests that wait because `parallel` others are running. */
  readonly waitingRequests: number;
  /** Fault entries that have not been used up. */
  readonly pendingFaults: number;
  /** Request number `id` (counted from 1), now or as soon as its head has arrived. */
  received(id: number): Promise<RecordedRequest>;
  /** Resolves when the client closed the connection of request `id` early; rejects when it ended otherwise. */
  clientDisconnected(id: number): Promise<RecordedRequest>;
  /** Resolves when no connection is open. */
  socketsClosed(): Promise<void>;
  /** Replaces all faults, also those that have not been used. */
  setFaults(faults: readonly Fault[]): void;
  /** Puts faults behind those that wait. */
  addFaults(...faults: Fault[]): void;
  /** Stops listening and closes every connection; afterwards nothing of the emulator keeps the process alive. */
  close(): Promise<void>;
}
