import type { ErrorEventShape } from '../faults/fault.js';
import type { Refusal } from '../http/refusal.js';
import type { ResponseSink } from '../http/response-sink.js';
import type { Endpoint } from './exchange.js';
import type { RequestRecord } from './request-record.js';
import type { Routes } from './router.js';

/** The server that is played: its routes, and how it behaves around them. */
export interface Face {
  readonly routes: Routes;
  /** Answers a request that has no route. */
  readonly unknownRoute: Endpoint;
  /** Throws the refusal of a request without one of `tokens`, of which there is at least one. */
  readonly checkToken: (tokens: readonly string[], record: RequestRecord) => void;
  /** Sends an error reply. */
  readonly refuse: (
    sink: ResponseSink,
    record: RequestRecord,
    refusal: Refusal,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<void>;
  /** The form of an error inside a stream of this path. */
  readonly errorShape: (path: string) => ErrorEventShape;
}
