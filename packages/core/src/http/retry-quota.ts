import { appendSentence } from '../errors/edit-message.js';
import { isLmError } from '../errors/guards.js';
import type { RetryQuotaOptions } from '../contract/call-options.js';

/** The errors whose calls were not retried because the quota was exhausted. */
const refused = new WeakSet<object>();

/** Adds to the message of an error that its call was not retried because the quota was exhausted. */
export function reportRefusal(error: unknown): void {
  // The operators of @lmux/rx retry errors of any source.
  if (!isLmError(error)) return;
  refused.add(error);
  appendSentence(error, 'No retry followed, because the retry quota is exhausted. Calls that succeed refill it.');
}

/** Returns true if a call was not retried after this error because the quota was exhausted. */
export function isRefusedByQuota(error: object): boolean {
  return refused.has(error);
}

/**
 * A bucket of tokens that limits the retries of all calls of a client together. The defaults are those of the AWS SDKs: a bucket of 500 tokens,
 * 5 for a retry, and 1 back for a success (https://github.com/aws/aws-sdk-js-v3/pull/1258). They also return the tokens of a retry that
 * succeeded. gRPC throttles retries in a similar way (https://github.com/grpc/proposal/blob/master/A6-client-retries.md).
 *
 * @internal
 */
export class RetryQuota {
  readonly #capacity: number;
  readonly #cost: number;
  readonly #refill: number;
  #tokens: number;
  /** True if a success has nothing to return. A field, because it is read for every call. */
  isFull = true;

  /** @param options The settings, or false for a quota that is never exhausted. */
  constructor(options: RetryQuotaOptions | false = {}) {
    const { capacity = 500, cost = 5, refill = 1 } = options === false ? { cost: 0 } : options;
    this.#capacity = capacity;
    this.#cost = cost;
    this.#refill = refill;
    this.#tokens = capacity;
  }

  /** Takes the tokens of a retry. Returns false if there are not enough. */
  take(): boolean {
    if (this.#tokens < this.#cost) return false;
    this.#add(-this.#cost);
    return true;
  }

  /** Returns tokens after a call that succeeded. */
  succeeded(retries: number): void {
    this.#add(this.#refill + (retries > 0 ? this.#cost : 0));
  }

  #add(tokens: number): void {
    this.#tokens = Math.min(this.#tokens + tokens, this.#capacity);
    this.isFull = this.#tokens === this.#capacity;
  }
}
