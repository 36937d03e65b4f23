import type { StreamFormat } from '../faults/stream-format.js';
import type { Refusal } from '../http/refusal.js';
import type { ResponseSink } from '../http/response-sink.js';
import type { Endpoint } from './exchange.js';
import type { RequestRecord } from './request-record.js';
import type { Routes } from './router.js';

/** The server that is played: its routes, and how it behaves around them. */
export interface ServerProfile {
  readonly routes: Routes;
  /** Responds to a request that has no route. */
  readonly unknownRoute: Endpoint;
  /** Paths of POST requests that an engine works on, which therefore can meet a failure of it. */
  readonly enginePaths: ReadonlySet<string>;
  /** Throws the refusal of a request without one of `tokens`, of which there is at least one. */
  readonly checkToken: (tokens: readonly string[], record: RequestRecord) => void;
  /** Sends an error reply. */
  readonly refuse: (
    sink: ResponseSink,
    record: RequestRecord,
    refusal: Refusal,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<void>;
  /** The form of the streams of this path, for the faults that change them. */
  readonly streamFormat: (path: string) => StreamFormat;
  /** Does what the clock makes due. */
  readonly tick?: () => void;
}
