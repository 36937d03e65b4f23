/**
 * Timeouts of a call, in milliseconds. 0 turns a timeout off.
 * If a timeout is not set, the client's setting applies, then the default.
 */
export interface Timeouts {
  /** Shorthand for `firstByte`, `idle` and `total`. A value for one of these takes precedence. 0 waits indefinitely. */
  readonly timeout?: number | undefined;
  /**
   * Time until the connection is established. Default 10,000. Code `connect_timeout`. The `fetch` transport cannot observe this: there,
   * the time counts toward `firstByte`.
   */
  readonly connect?: number | undefined;
  /** Time from sending the request to the response's status line and headers, for each attempt. Default 300,000. Code `first_byte_timeout`. */
  readonly firstByte?: number | undefined;
  /** Time without a byte once the response has started. Default 300,000. Code `idle_timeout`. A response that is already complete does not fail. */
  readonly idle?: number | undefined;
  /**
   * Time without an event of a stream, even if bytes such as keep-alive comments arrive. Default 0 (off). Code `idle_timeout`. A response
   * that is already complete does not fail.
   */
  readonly eventIdle?: number | undefined;
  /**
   * Time for the entire call, including retries. Default 300,000, or 0 (off) for streams, loads and downloads. Code `total_timeout`. A response
   * that is already complete does not fail.
   */
  readonly total?: number | undefined;
}

/** Number of retries of a failed call, and the delays between them. */
export interface RetryOptions {
  /** Maximum number of retries. Default 2. Set to 0 to disable retries. */
  readonly maxRetries?: number | undefined;
  /** First delay in ms. It doubles with each retry, with full jitter. Default 500. */
  readonly baseDelayMs?: number | undefined;
  /** Maximum single delay in ms, including a delay that the server requests. Default 30,000. */
  readonly maxDelayMs?: number | undefined;
  /** Maximum sum of all delays in ms. The call fails if the next delay would exceed it. Default 60,000. */
  readonly budgetMs?: number | undefined;
}

/**
 * Handling of a feature that no route supports.
 *
 * - `error` rejects the call with `capability_unsupported`.
 * - `warn` leaves the feature out and adds the warning `feature_dropped`.
 * - `drop` leaves the feature out silently.
 *
 * Only `seed`, `topK`, `minP`, `repeatPenalty`, `frequencyPenalty`, `presencePenalty`, `logprobs`, `ttlSeconds` and `resume` can be left
 * out. A request that needs anything else, such as tools, images or schemas, is rejected in every mode.
 */
export type OnUnsupported = 'error' | 'warn' | 'drop';

/** Settings of one call. Each takes precedence over the client's. */
export interface CallOptions {
  /** Aborts the call, which then rejects with `aborted` and the signal's reason as `cause`. */
  readonly signal?: AbortSignal | undefined;
  /** Shorthand for `timeouts.timeout`, in ms. */
  readonly timeout?: number | undefined;
  /** Timeouts of the call, in ms. */
  readonly timeouts?: Timeouts | undefined;
  /** Additional headers. They take precedence over the client's. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Retries of the call. A number sets `maxRetries`, `false` disables retries. */
  readonly retry?: RetryOptions | number | false | undefined;
  /**
   * Set to true to resume a chat stream whose connection closes early, instead of failing. The response then has the warning
   * `stream_resumed`. Other calls ignore this option. Unsupported by a route: see `onUnsupported`. Default: the client's setting, then false.
   */
  readonly resume?: boolean | undefined;
  /** Handling of a feature that no route supports. Default: the client's setting, then `error`. */
  readonly onUnsupported?: OnUnsupported | undefined;
  /** Name of the only route that may serve the call. Default: the planner chooses. */
  readonly route?: string | undefined;
}
