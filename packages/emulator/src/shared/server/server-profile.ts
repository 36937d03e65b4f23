import type { StreamFormat } from '../faults/stream-format.js';
import type { Refusal } from '../http/refusal.js';
import type { ResponseSink } from '../http/response-sink.js';
import type { Endpoint } from './exchange.js';
import type { RequestRecord } from './request-record.js';
import type { Routes } from './router.js';

/** An emulated server: its routes and its behavior outside of them. */
export interface ServerProfile {
  readonly routes: Routes;
  /** Responds to a request without a matching route. */
  readonly unknownRoute: Endpoint;
  /** Paths of the POST requests that the engine processes. Only they can have an engine failure. */
  readonly enginePaths: ReadonlySet<string>;
  /** Throws the error for a request that has none of `tokens`. `tokens` is not empty. */
  readonly checkToken: (tokens: readonly string[], record: RequestRecord) => void;
  /** Sends an error response. */
  readonly refuse: (
    sink: ResponseSink,
    record: RequestRecord,
    refusal: Refusal,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<void>;
  /** Returns the format of the streams of a path, for faults that change them. */
  readonly streamFormat: (path: string) => StreamFormat;
  /** Returns true for a host, in lower case, that the server accepts on the loopback interface besides loopback names. */
  readonly allowsHost?: (name: string) => boolean;
  /** Performs time-based changes. */
  readonly tick?: () => void;
}
