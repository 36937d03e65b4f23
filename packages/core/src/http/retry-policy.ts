import type { RetryOptions } from '../contract/call-options.js';
import { retryDelayMs, retrySettings, type FailedAttempt, type RetrySettings } from './retry-delay.js';

/** Decides when a call is retried. It is used only where a retry is safe. */
export interface RetryPolicy {
  /** Milliseconds to wait before the next attempt; `undefined` to give up. */
  delayMs(failed: FailedAttempt): number | undefined;
}

/** The default policy: exponential waits with full jitter, or what the server asks for, each at most `maxDelayMs`, all within `budgetMs`. */
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
