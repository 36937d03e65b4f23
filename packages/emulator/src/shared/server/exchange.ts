import type { EngineFault } from '../engine/engine-failure.js';
import type { ResponseSink } from '../http/response-sink.js';
import type { LogEntry, RequestRecord } from './request-record.js';

/** Facts for the log that only the endpoint knows. */
export type LogNotes = {
  -readonly [K in 'model' | 'promptTokens' | 'completionTokens' | 'fault' | 'error']?: LogEntry[K];
};

/** One request and its response: what an endpoint gets. */
export interface Exchange {
  readonly record: RequestRecord;
  readonly sink: ResponseSink;
  /** Fires when the client has gone or the emulator closes; everything that waits takes it. */
  readonly signal: AbortSignal;
  /** A failure that the engine has to show in this request. */
  readonly engineFault: EngineFault | undefined;
  /** Merged into the log entry. */
  readonly notes: LogNotes;
}

/** Responds to the requests of one route. Throws a Refusal for an error reply. */
export type Endpoint = (exchange: Exchange) => Promise<void>;

/** The token of an Authorization header; undefined when there is none. */
export function bearerToken(authorization: string | undefined): string | undefined {
  return /^Bearer\s+(\S+)/i.exec(authorization ?? '')?.[1];
}

/** One value of the query; an empty string when it is not there. */
export function queryValue({ record }: Exchange, name: string): string {
  return new URLSearchParams(record.query).get(name) ?? '';
}
