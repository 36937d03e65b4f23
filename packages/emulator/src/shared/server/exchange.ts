import type { EngineFault } from '../engine/engine-failure.js';
import type { ResponseSink } from '../http/response-sink.js';
import type { LogEntry, RequestRecord } from './request-record.js';

/** Details for the log that only the endpoint knows. */
export type LogNotes = {
  -readonly [K in 'model' | 'promptTokens' | 'completionTokens' | 'fault' | 'error']?: LogEntry[K];
};

/** A request and its response, as passed to an endpoint. */
export interface Exchange {
  readonly record: RequestRecord;
  readonly sink: ResponseSink;
  /** Aborts when the client disconnects or the emulator closes. All code that waits uses it. */
  readonly signal: AbortSignal;
  /** The engine failure to apply to this request. */
  readonly engineFault: EngineFault | undefined;
  /** Merged into the log entry. */
  readonly notes: LogNotes;
}

/** Responds to the requests of one route. Throws a Refusal to send an error response. */
export type Endpoint = (exchange: Exchange) => Promise<void>;

/** Returns the bearer token of an Authorization header, or undefined if there is none. */
export function bearerToken(authorization: string | undefined): string | undefined {
  return /^Bearer\s+(\S+)/i.exec(authorization ?? '')?.[1];
}

/** Returns a value of the query, or an empty string if it is missing. */
export function queryValue({ record }: Exchange, name: string): string {
  return new URLSearchParams(record.query).get(name) ?? '';
}
