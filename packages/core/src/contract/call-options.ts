import type { ContextOverflowHandler } from './context-overflow.js';
import type { ReasoningTags } from './reasoning-tags.js';

/**
 * Timeouts of a call, in milliseconds. 0 turns a timeout off.
 * If a timeout is not set, the client's setting applies, then the default.
 */
export interface Timeouts {
  /** Shorthand for `queue`, `firstByte`, `idle` and `total`. A value for one of these takes precedence. 0 waits indefinitely. */
  readonly timeout?: number | undefined;
  /** Time that a call waits until `maxConcurrent` allows it to start. Default 300,000. Code `queue_timeout`. */
  readonly queue?: number | undefined;
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
   * Time for which the consumer of a stream neither reads it nor closes it, for example because it was dropped. The stream then fails, which
   * releases its connection and its slot of `maxConcurrent`. Default 0 (off). Code `consumer_timeout`.
   */
  readonly consumer?: number | undefined;
  /**
   * Time for the entire call, including retries. Default 300,000, or 0 (off) for streams, loads and downloads. Code `total_timeout`. A response
   * that is already complete does not fail.
   */
  readonly total?: number | undefined;
}

/** The name of a timeout, as in `Timeouts`. */
export type TimeoutName = 'queue' | 'connect' | 'firstByte' | 'idle' | 'eventIdle' | 'consumer' | 'total';

/** Number of retries of a failed call, and the delays between them. */
export interface RetryOptions {
  /** Maximum number of retries. Default 2. Set to 0 to disable retries. */
  readonly maxRetries?: number | undefined;
  /** First delay in ms. It doubles with each retry, with full jitter. Default 500. */
  readonly baseDelayMs?: number | undefined;
  /**
   * Maximum single delay in ms. Default 30,000. If the server requests a longer one, the call fails at once, with that delay in `retryAfterMs` of
   * the error.
   */
  readonly maxDelayMs?: number | undefined;
  /** Maximum sum of all delays in ms. The call fails if the next delay would exceed it. Default 60,000. */
  readonly budgetMs?: number | undefined;
}

/**
 * The retry quota of a client: a bucket of tokens that all its calls share. A retry takes tokens out, a success puts some back. When the bucket
 * is empty, failed calls are not retried, so that a client does not multiply its requests to a server that is down.
 */
export interface RetryQuotaOptions {
  /** Number of tokens in the full bucket. It is full at first. Default 500. */
  readonly capacity?: number | undefined;
  /** Number of tokens that a retry takes. Default 5. */
  readonly cost?: number | undefined;
  /** Number of tokens that a successful call returns. If it was retried, it also returns the cost of its last retry. Default 1. */
  readonly refill?: number | undefined;
}

/** The retries of a client: those of each call, and the quota that all calls share. */
export interface ClientRetryOptions extends RetryOptions {
  /** The retry quota. Set to false for no quota. Default: the defaults of its settings. */
  readonly quota?: RetryQuotaOptions | false | undefined;
}

/**
 * Handling of a feature that no route or not the model supports, and of a value that is out of the range of every route.
 *
 * - `error` rejects the call with `capability_unsupported`.
 * - `warn` leaves the feature out and adds the warning `feature_dropped`.
 * - `drop` leaves the feature out silently.
 *
 * Only `seed`, `topK`, `minP`, `repeatPenalty`, `frequencyPenalty`, `presencePenalty`, `logprobs`, `ttlSeconds` and `resume` can be left
 * out. A request that needs anything else, such as tools, images, schemas or a `temperature` out of range, is rejected in every mode.
 */
export type OnUnsupported = 'error' | 'warn' | 'drop';

/**
 * Use of emulated tools: lmux describes the tools in a system message, holds the response to a JSON Schema of their calls, and returns the calls
 * as those of a model that supports tools. It requires a route with `jsonSchema`.
 *
 * - `never` sends tools only to models that support them.
 * - `missing` emulates tools if the model lacks them, also after the server has refused them, and a `toolChoice` that the route lacks.
 * - `always` emulates the tools of every chat.
 */
export type EmulateMode = 'never' | 'missing' | 'always';

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
  /**
   * Set to false to not keep the output of a stream, which saves its memory. Its response and `partial` of its error then have no text,
   * reasoning, refusal or log probabilities. If there was any, the response has the warning `text_not_collected`. Other calls ignore this
   * option. Default true.
   */
  readonly collect?: boolean | undefined;
  /**
   * The tags of reasoning that the model writes into the text of a chat. It is split off as `reasoning`, also in streams. `true` stands for
   * `<think>` and `</think>`, `false` for none. Other calls ignore this option. Default: the client's setting, then false.
   */
  readonly reasoningTags?: ReasoningTags | undefined;
  /** Handling of a feature that no route or not the model supports. Default: the client's setting, then `error`. */
  readonly onUnsupported?: OnUnsupported | undefined;
  /**
   * Called if the prompt of a chat exceeds, or is estimated to exceed, the context of the model. It returns the messages to send instead. It
   * takes precedence over `contextOverflow` of the request. It is called once more if the server rejects those too. Other calls and
   * chats with `previousResponseId` ignore this option.
   */
  readonly contextOverflow?: ContextOverflowHandler | undefined;
  /**
   * Use of emulated tools. The response to a chat with emulated tools has the warning `tools_emulated`. Other calls ignore this option. Default: the
   * client's setting, then `missing`.
   */
  readonly emulate?: EmulateMode | undefined;
  /**
   * The text that describes emulated tools to the model, in which `{tools}` stands for the list of the tools as JSON, one on each line. Default: the
   * client's setting, then the text in the guide "Tools". An empty text adds nothing to the messages.
   */
  readonly toolPrompt?: string | undefined;
  /** Name of the only route that may serve the call. Default: the planner chooses. */
  readonly route?: string | undefined;
}
