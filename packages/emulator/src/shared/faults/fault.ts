import type { EngineFault } from '../engine/engine-failure.js';

/** The point in the response at which a fault takes effect. Default: before the response head. */
export interface FaultPoint {
  /** Number of body bytes sent before the fault. 0 is right after the head. */
  readonly afterBytes?: number;
  /** Number of events sent before the fault. A JSON body counts as one event. Ignored if `afterBytes` is set. */
  readonly afterEvents?: number;
  /**
   * True for the point right after the event with the finish reason, before the usage and `[DONE]`: a chunk with a
   * finish reason, a line with `done: true`, or `chat.end`. A JSON body counts as such an event. A response without one
   * is sent unchanged. Ignored if `afterBytes` or `afterEvents` is set.
   */
  readonly afterFinish?: boolean;
}

/**
 * A format in which servers report an error inside a stream: `object` (`{"error":{message,type,code}}`),
 * `repeated-message` (only the message, inside `error` and again next to it), `string` (`{"error":"..."}`), `flat`
 * (message and code at the top level), `field` (a line that starts with `error:` instead of `data:`), `event` (an
 * `event: error` line before the data), `typed-event` (the same with the type in the data too), `numeric-code`
 * (message,
 * type and a numeric code) or `ndjson` (a line `{"error":"..."}`).
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

/** A fault in one response. */
export type FaultEffect =
  /**
   * Responds with this status instead. A string `body` is sent unchanged and anything else as JSON. Default: an error
   * object.
   */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Responds with an HTML page, like a proxy. Default status 502. */
  | { readonly kind: 'html'; readonly status?: number }
  /** Waits `ms` milliseconds before the response head. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Closes the connection with a TCP reset. */
  | ({ readonly kind: 'reset' } & FaultPoint)
  /** Stops sending and keeps the connection open. With `commentEveryMs`, sends SSE comments meanwhile. */
  | ({ readonly kind: 'stall'; readonly commentEveryMs?: number } & FaultPoint)
  /** Ends the body early but cleanly, without what follows the point, such as `[DONE]`. Default: an empty body. */
  | ({ readonly kind: 'truncate' } & FaultPoint)
  /** Sends the body in pieces of `bytes` (default 1), one every `everyMs` ms. */
  | { readonly kind: 'trickle'; readonly everyMs: number; readonly bytes?: number }
  /** Sends the body in pieces of `bytes`, each in its own write, without delay. */
  | { readonly kind: 'split'; readonly bytes: number }
  /** Sends a different Content-Type, or none for an empty string. */
  | { readonly kind: 'contentType'; readonly value: string }
  /**
   * Announces a body of `bytes` bytes. Sends at most that many of the body, and then nothing until the client disconnects
   * if the body is shorter.
   */
  | { readonly kind: 'contentLength'; readonly bytes: number }
  /** Inserts an error event into a stream, which then ends without `[DONE]` unless `continues` is true. */
  | {
      readonly kind: 'errorEvent';
      /** Number of events sent before the error. Default 1. */
      readonly afterEvents?: number;
      /** Default: the format of the emulated server. */
      readonly shape?: ErrorEventShape;
      readonly message?: string;
      readonly continues?: boolean;
    }
  /**
   * Breaks the JSON of the event that follows `afterEvents` events. Default 0, the first event. A JSON body is one
   * event.
   */
  | { readonly kind: 'malformed'; readonly afterEvents?: number }
  /** Omits `[DONE]`, or the line with `done: true`. */
  | { readonly kind: 'noDone' }
  /**
   * Sends `choices: []` in the JSON body of a chat or a completion, and only the end marker in a stream. Applies to
   * OpenAI-format routes.
   */
  | { readonly kind: 'noChoices' }
  /** Ends lines with CR LF or CR instead of LF. */
  | { readonly kind: 'lineEnding'; readonly value: 'crlf' | 'cr' }
  /**
   * The engine fails. Responds with an error, or with `afterTokens` sends an error midway. Matches only requests that
   * generate or embed.
   */
  | ({ readonly kind: 'engine' } & EngineFault)
  /** Omits every event whose `event:` line has this type, such as `chat.end`. */
  | { readonly kind: 'dropEvent'; readonly event: string }
  /** Sends every event of this type twice, such as `prompt_processing.end`. */
  | { readonly kind: 'repeatEvent'; readonly event: string }
  /**
   * Sends `{}` as the data of these event types. Default: the types that the emulated server was seen to send empty.
   */
  | { readonly kind: 'emptyPayload'; readonly events?: readonly string[] }
  /**
   * Inserts a text unchanged after `afterEvents` events (default 1), such as a comment or `[DONE]`. Default text: an
   * unknown event.
   */
  | { readonly kind: 'insert'; readonly afterEvents?: number; readonly text?: string };

/** The requests that a fault matches. */
export interface FaultMatch {
  /** Exact path of the requests. Default: any. */
  readonly path?: string;
  /** Method of the requests, in upper case. Default: any. */
  readonly method?: string;
  /** Number of requests to apply the fault to, `Infinity` for all. Default 1. */
  readonly times?: number;
}

/** A fault and the requests that it applies to. */
export type Fault = FaultEffect & FaultMatch;
