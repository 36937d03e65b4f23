import type { RetryOptions } from '../contract/call-options.js';
import { retryDelayMs, retrySettings, type FailedAttempt, type RetrySettings } from './retry-delay.js';

/** Decides when a call is retried. It is consulted only if a retry is safe. */
export interface RetryPolicy {
  /** Returns the time in ms to wait before the next attempt, or `undefined` to stop retrying. */
  delayMs(failed: FailedAttempt): number | undefined;
}

/**
 * The default policy: exponential backoff with full jitter, or the wait that the server requests. Each wait is at most `maxDelayMs`, and all
 * of them together at most `budgetMs`.
 */
export class BackoffRetryPolicy implements RetryPolicy {
  readonly #settings: RetrySettings;
  readonly #random: () => number;

  constructor(options: RetryOptions | number | false = {}, random: () => number = Math.random) {
    this.#settings = retrySettings(options);
    this.#random = random;
  }

  delayMs(failed: FailedAttempt): number | undefined {
    return retryDelayMs(failed, this.#settings, this.#random);
  }
}
