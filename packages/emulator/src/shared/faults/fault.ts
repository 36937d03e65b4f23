import type { EngineFault } from '../engine/engine-failure.js';

/** Where in the response a fault takes effect. With neither field: before the response head. */
export interface FaultPoint {
  /** After this many bytes of the body; 0 is right after the head. */
  readonly afterBytes?: number;
  /** After this many events of a stream (a JSON body counts as one event). `afterBytes` wins. */
  readonly afterEvents?: number;
}

/**
 * Forms in which servers report an error inside a stream: `object` (`{"error":{message,type,code}}`), `repeated-message`
 * (the same without type and code, and the message a second time beside `error`), `string` (`{"error":"..."}`), `flat`
 * (message and code at the top level), `field` (a line that begins with `error:` instead of `data:`), `event` (an
 * `event: error` line before the data), `typed-event` (the same with the type in the data too), `numeric-code` (code,
 * message and type, the code a number), `ndjson` (a line `{"error":"..."}`).
 */
export type ErrorEventShape =
  | 'object'
  | 'repeated-message'
  | 'string'
  | 'flat'
  | 'field'
  | 'event'
  | 'typed-event'
  | 'numeric-code'
  | 'ndjson';

/** Something that goes wrong with one response. */
export type FaultEffect =
  /** Responds with this status instead; `body` a string as it is, anything else as JSON (default: an error object). */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Responds with an HTML page, as a proxy does; status 502 by default. */
  | { readonly kind: 'html'; readonly status?: number }
  /** Waits `ms` milliseconds before the response head. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Closes the connection with a TCP reset. */
  | ({ readonly kind: 'reset' } & FaultPoint)
  /** Goes silent and keeps the connection open; with `commentEveryMs`, sends SSE comments meanwhile. */
  | ({ readonly kind: 'stall'; readonly commentEveryMs?: number } & FaultPoint)
  /** Ends the body there, cleanly: no finish reason, no `[DONE]`. Without a point: an empty body. */
  | ({ readonly kind: 'truncate' } & FaultPoint)
  /** Sends the body in pieces of `bytes` (default 1), one every `everyMs` milliseconds. */
  | { readonly kind: 'trickle'; readonly everyMs: number; readonly bytes?: number }
  /** Sends the body in pieces of `bytes`, each its own write, without delay. */
  | { readonly kind: 'split'; readonly bytes: number }
  /** Sends another Content-Type, or none for an empty string. */
  | { readonly kind: 'contentType'; readonly value: string }
  /** Puts an error event into a stream, which then ends without `[DONE]` unless `continues`. */
  | {
      readonly kind: 'errorEvent';
      /** Default 1. */
      readonly afterEvents?: number;
      /** Default: what the server sends that is played. */
      readonly shape?: ErrorEventShape;
      readonly message?: string;
      readonly continues?: boolean;
    }
  /** Breaks the JSON of the event after `afterEvents` (default 0, the first; a JSON body is one event). */
  | { readonly kind: 'malformed'; readonly afterEvents?: number }
  /** Leaves `[DONE]` out, or the line with `done: true`. */
  | { readonly kind: 'noDone' }
  /** Ends lines with CR LF or CR instead of LF. */
  | { readonly kind: 'lineEnding'; readonly value: 'crlf' | 'cr' }
  /**
   * The engine fails: an error reply, or with `afterTokens` an error in the middle of the response. Matches only
   * requests on which an engine works.
   */
  | ({ readonly kind: 'engine' } & EngineFault)
  /** Leaves out every event of this type (its `event:` line), such as `chat.end`. */
  | { readonly kind: 'dropEvent'; readonly event: string }
  /** Sends every event of this type twice, such as `prompt_processing.end`. */
  | { readonly kind: 'repeatEvent'; readonly event: string }
  /** Sends `{}` as the data of these types. Default: those that were seen so from the server that is played. */
  | { readonly kind: 'emptyPayload'; readonly events?: readonly string[] }
  /** Puts bytes as they are between two events (default 1): a comment, `[DONE]`, by default an unknown event. */
  | { readonly kind: 'insert'; readonly afterEvents?: number; readonly text?: string };

/** Which requests a fault matches, and how often. */
export interface FaultMatch {
  /** Only requests of exactly this path. Default: any. */
  readonly path?: string;
  /** Only requests of this method, upper case. Default: any. */
  readonly method?: string;
  /** How many requests; `Infinity` for all. Default 1. */
  readonly times?: number;
}

/** A fault as the emulator's options and `setFaults` take it. */
export type Fault = FaultEffect & FaultMatch;
