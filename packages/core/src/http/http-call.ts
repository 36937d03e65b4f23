import type { CallOptions } from '../contract/call-options.js';
import type { Warning } from '../contract/warning.js';
import type { LmError } from '../errors/lm-error.js';

/** One call of a server's API. */
export interface HttpCall {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Path behind the base URL, with its leading slash. */
  readonly path: string;
  /** Body, sent as JSON. */
  readonly body?: unknown;
  /** Media types to ask for. Default: JSON, and event streams before it where a stream is asked for. */
  readonly accept?: string | undefined;
  /** The caller's settings. */
  readonly options?: CallOptions | undefined;
  /** `true` for long-running calls such as loads and downloads: the timeout `total` is off by default. It is always off by default for streams. */
  readonly longRunning?: boolean | undefined;
  /** `false` for calls that must never be sent twice, such as loads and downloads: they are not retried. Default true. */
  readonly safeToRetry?: boolean | undefined;
  /** `true` for calls that are not counted against `maxConcurrent`: streams that are only listened to while other calls do the work. */
  readonly exemptFromConcurrency?: boolean | undefined;
  /** Whether the JSON body of a success is an error all the same. Default: the forms that servers share, such as an `error` key. */
  readonly isError?: ((body: unknown) => boolean) | undefined;
  /** How a streamed response is resumed after its connection has broken. Default: it is not. */
  readonly resume?: StreamResume | undefined;
}

/**
 * How a streamed response is resumed after its connection has broken: for servers that keep what they have sent, and go on without
 * a reader. It belongs to one request: whatever names the response to the server must be new for each.
 */
export interface StreamResume {
  /** The call whose response goes on with the same bytes, from this one of the decoded body on (0 is the first). */
  continueFrom(bytes: number): HttpCall;
  /**
   * The cancellation request: tells the server to stop, since nobody reads any more. Sent when the stream ends in any way but by its own
   * end, also after an error. Its outcome changes nothing.
   */
  cancel?(): HttpCall;
  /** Takes the warning that the stream was resumed, before the first byte that comes then; once for each place where it broke. */
  warn?(warning: Warning): void;
}

/** A JSON response. */
export interface JsonResponse {
  /** The body, parsed. */
  readonly body: unknown;
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The error that a part of the body is, where only the caller can see that it is one. */
  readonly apiError: (body: unknown) => LmError;
}
