/**
 * The clocks of a call, in milliseconds; 0 switches one off.
 * Unset ones take the client's setting, then the default.
 */
export interface Timeouts {
  /** Short for `firstByte`, `idle` and `total` at once; one that is set beside it wins. 0 waits for ever. */
  readonly timeout?: number | undefined;
  /** Until the connection stands. Default 10 000. Browsers do not tell when that is: there, part of `firstByte`. */
  readonly connect?: number | undefined;
  /** From sending to the answer's status line and headers. Default 300 000. */
  readonly firstByte?: number | undefined;
  /** Without a byte, once the answer has begun. Default 300 000. */
  readonly idle?: number | undefined;
  /** Without an event of a stream, though bytes such as keep-alive comments may come. Default 0: off. */
  readonly eventIdle?: number | undefined;
  /** The whole call with its retries. Default 300 000; 0 (off) for streams, loads and downloads. */
  readonly total?: number | undefined;
}

/** How calls are repeated. */
export interface RetryOptions {
  /** How often a call is repeated at most. Default 2; 0 never repeats. */
  readonly maxRetries?: number | undefined;
  /** First wait in milliseconds; doubles each time, with full jitter. Default 500. */
  readonly baseDelayMs?: number | undefined;
  /** Longest single wait in milliseconds, also for what a server asks. Default 30 000. */
  readonly maxDelayMs?: number | undefined;
  /** Milliseconds that all waits together may take. Default 60 000. */
  readonly budgetMs?: number | undefined;
}

/**
 * What happens to a feature that no route has: `error` refuses the call; `warn` leaves out what can be left out (sampling
 * settings, `seed`, `logprobs`, `ttl`, `resume`) and adds a warning; `drop` leaves it out silently. Messages, tools, images and
 * schemas are never left out.
 */
export type OnUnsupported = 'error' | 'warn' | 'drop';

/** Settings of one call; each wins over the client's. */
export interface CallOptions {
  /** Ends the call: it rejects with code `aborted`, with the signal's reason as `cause`. */
  readonly signal?: AbortSignal | undefined;
  /** Short for `timeouts.timeout`, in milliseconds. */
  readonly timeout?: number | undefined;
  readonly timeouts?: Timeouts | undefined;
  /** Headers to add; they win over the client's. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** How the call is repeated; a number is `maxRetries`, `false` never repeats. */
  readonly retry?: RetryOptions | number | false | undefined;
  /**
   * Whether a chat's stream that breaks off is taken up again where it broke, instead of failing; the response then has the warning
   * `stream_resumed`. Other calls take no notice of it. Default: the client's, then false.
   */
  readonly resume?: boolean | undefined;
  /** Default: the client's, then `error`. */
  readonly onUnsupported?: OnUnsupported | undefined;
  /** Use this route or fail. Default: the planner's choice. */
  readonly route?: string | undefined;
}
