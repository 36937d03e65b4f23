import type { ClientRetryOptions, RetryOptions } from '../contract/call-options.js';
import { callBack } from '../logging/call-back.js';
import { noopLogger, type Logger } from '../logging/logger.js';
import { reportCallbackError } from '../logging/report-callback-error.js';
import { reportLongWait } from './report-long-wait.js';
import { retryDelayMs, retrySettings, type FailedAttempt, type RetrySettings } from './retry-delay.js';
import { isRefusedByQuota, reportRefusal, RetryQuota } from './retry-quota.js';

/** A call that succeeded: the server responded with a successful status. */
export interface SucceededCall {
  /** Number of retries that the policy allowed for it. */
  readonly retries: number;
}

/**
 * Decides when a call is retried. It is consulted only if a retry is safe. It is not consulted for the retries
 * that follow a dead kept-alive connection. If a method throws, this is reported as a process warning. A call is
 * not retried if `delayMs` throws or returns anything other than `undefined` or a finite number from 0.
 */
export interface RetryPolicy {
  /** Returns the time in ms to wait before the next attempt, or `undefined` to stop retrying. */
  delayMs(failed: FailedAttempt): number | undefined;
  /** Called when a call has succeeded, for policies that allow more retries after successes. */
  succeeded?(call: SucceededCall): void;
}

/** Returns the retry quota of a policy. The class assigns the functions that read what its users do not see. */
export let quotaOf: (policy: BackoffRetryPolicy) => RetryQuota;
/** Returns a policy for a call with `retry`: it has other settings and the quota of the client's policy. */
export let withSettings: (policy: BackoffRetryPolicy, options: RetryOptions | number | false) => BackoffRetryPolicy;

/**
 * The default policy: exponential backoff with full jitter, or the wait that the server requests. Each wait is at most `maxDelayMs`, and all
 * of them together at most `budgetMs`. If the server requests a longer one, the call fails at once, with the wait in `retryAfterMs`. All calls of
 * the policy share its retry quota.
 */
export class BackoffRetryPolicy implements RetryPolicy {
  static {
    quotaOf = (policy) => policy.#quota;
    withSettings = (policy, options) => {
      const derived = new BackoffRetryPolicy(options, policy.#random);
      derived.#quota = policy.#quota;
      return derived;
    };
  }
  readonly #settings: RetrySettings;
  readonly #random: () => number;
  #quota: RetryQuota;

  constructor(options: ClientRetryOptions | number | false = {}, random: () => number = Math.random) {
    this.#settings = retrySettings(options);
    this.#random = random;
    this.#quota = new RetryQuota(typeof options === 'object' ? options.quota : undefined);
  }

  delayMs(failed: FailedAttempt): number | undefined {
    const delayMs = retryDelayMs(failed, this.#settings, this.#random);
    if (delayMs === undefined) reportLongWait(failed, this.#settings);
    else if (this.#quota.take()) return delayMs;
    else reportRefusal(failed.error);
    return undefined;
  }

  succeeded({ retries }: SucceededCall): void {
    this.#quota.succeeded(retries);
  }
}

/** The policies of calls with `retry` of clients with a policy of the application. All routes of a provider share one. */
const policies = new WeakMap<RetryPolicy, BackoffRetryPolicy>();

/** Returns the policy whose quota calls with `retry` share: the client's own, or a separate one if the application has passed a policy. */
export function backoffOf(policy: RetryPolicy, options?: ClientRetryOptions | number | false): BackoffRetryPolicy {
  if (policy instanceof BackoffRetryPolicy) return policy;
  let backoff = policies.get(policy);
  if (backoff === undefined) policies.set(policy, (backoff = new BackoffRetryPolicy(options)));
  return backoff;
}

/** Returns the delay of a policy, or `undefined` if it throws or returns no valid delay. Logs if the quota is exhausted. */
export function consultPolicy(policy: RetryPolicy, failed: FailedAttempt, logger: Logger): number | undefined {
  const delayMs = callBack('retryPolicy.delayMs', policy, () => policy.delayMs(failed)) ?? undefined;
  const { error, attempt } = failed;
  if (isRefusedByQuota(error)) logger.warn('retry quota exhausted', { code: error.code, attempt });
  if (delayMs === undefined || (Number.isFinite(delayMs) && delayMs >= 0)) return delayMs;
  const received = typeof delayMs === 'number' ? String(delayMs) : `a value of type ${typeof delayMs}`;
  reportCallbackError(
    'retryPolicy.delayMs',
    policy,
    new TypeError(`delayMs() must return a finite number from 0, or undefined; received ${received}.`),
  );
  return undefined;
}

/** Informs a policy of a success. */
export function reportSuccess(policy: RetryPolicy, retries: number): void {
  if (policy.succeeded !== undefined) callBack('retryPolicy.succeeded', policy, () => policy.succeeded?.({ retries }));
}

/**
 * Returns a policy that consults this one as the client does, for code that retries outside of a call. `delayMs` returns `undefined` or a finite
 * number from 0, and neither method throws. What this policy throws is reported once, as a process warning with the code `LMUX_CALLBACK_ERROR`.
 */
export function guardRetryPolicy(policy: RetryPolicy): Required<RetryPolicy> {
  return {
    delayMs: (failed) => consultPolicy(policy, failed, noopLogger),
    succeeded: ({ retries }) => reportSuccess(policy, retries),
  };
}
