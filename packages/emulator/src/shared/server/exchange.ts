import type { EngineFault } from '../engine/engine-fault.js';
import type { LogEntry } from './log-entry.js';
import { requireJsonObject } from '../http/read-body.js';
import type { RequestRecord } from './request-record.js';
import type { ResponseSink } from '../http/response-sink.js';

/** Facts for the log that only the endpoint knows. */
export type LogNotes = {
  -readonly [K in 'model' | 'promptTokens' | 'completionTokens' | 'fault' | 'error']?: LogEntry[K];
};

/** One request being answered: what an endpoint gets. */
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

/** Answers one route. Throws a Refusal for an error reply. */
export type Endpoint = (exchange: Exchange) => Promise<void>;

/** The request body as a JSON object, or a refusal (415, 400). */
export function jsonBody(exchange: Exchange): Record<string, unknown> {
  return requireJsonObject(exchange.record.headers['content-type'], exchange.record.rawBody);
}
