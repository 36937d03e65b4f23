import type { CallOptions } from '../contract/call-options.js';
import type { Warning } from '../contract/warning.js';
import type { LmError } from '../errors/lm-error.js';

/** One call of a server's API. */
export interface HttpCall {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Path below the base URL, with a leading slash. */
  readonly path: string;
  /** Body, sent as JSON. */
  readonly body?: unknown;
  /** Value of the `accept` header. Default: JSON, preceded by event streams for a streamed call. */
  readonly accept?: string | undefined;
  /** Options of the caller. */
  readonly options?: CallOptions | undefined;
  /** Set to true for long-running calls such as loads and downloads. Their `total` timeout is off by default, as it is for all streams. */
  readonly longRunning?: boolean | undefined;
  /** Set to false for calls that must never be sent twice, such as loads and downloads. They are not retried. Default true. */
  readonly safeToRetry?: boolean | undefined;
  /**
   * Set to true for requests that only report on other calls, such as their progress. They are not counted against `maxConcurrent`, and
   * `limits.maxStreamBytes` does not apply to streams of them, because they may run for months.
   */
  readonly exemptFromConcurrency?: boolean | undefined;
  /** Returns true if the JSON body of a successful response is an error. Default: recognizes the common forms, such as an `error` key. */
  readonly isError?: ((body: unknown) => boolean) | undefined;
  /** Settings to resume a streamed response after its connection is lost. Default: it is not resumed. */
  readonly resume?: StreamResume | undefined;
}

/**
 * Settings to resume a streamed response after its connection is lost. They are for servers that store the response and continue it without
 * a reader. They apply to a single request: the id by which the server finds the response must be new for each.
 */
export interface StreamResume {
  /** Returns the call that continues the response from this byte offset of the decoded body. */
  continueFrom(bytes: number): HttpCall;
  /**
   * Returns the cancellation request, with which the server stops generating. It is sent when the stream ends early for any reason, including
   * errors. Its outcome has no effect on the stream.
   */
  cancel?(): HttpCall;
  /** Receives the warning that the stream was resumed, before the first byte after it. Called once for each position at which it was resumed. */
  warn?(warning: Warning): void;
}

/** A JSON response. */
export interface JsonResponse {
  /** The parsed body. */
  readonly body: unknown;
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Creates the error for a part of the body that only the caller can recognize as an error. */
  readonly apiError: (body: unknown) => LmError;
  /**
   * Returns a text of the response in a form that is safe to show, such as the reason of a failed job: one line of fewer than 500 characters,
   * without secrets and prompts of the request.
   */
  readonly showText: (text: string) => string;
}
