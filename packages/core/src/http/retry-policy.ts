import type { RetryOptions } from '../contract/call-options.js';
import type { LmError } from '../errors/lm-error.js';
import { isApiError } from '../errors/guards.js';
import { diedWhileIdle } from '../transport/connection-error.js';

/** A failed attempt. */
export interface FailedAttempt {
  readonly error: LmError;
  /** Number of the attempt, from 1. */
  readonly attempt: number;
  /** Milliseconds that this call has waited between attempts so far. */
  readonly waitedMs: number;
}

/** Decides whether a call is sent again. It is asked only where sending again cannot do harm. */
export interface RetryPolicy {
  /** Milliseconds to wait before the next attempt; `undefined` to give up. */
  delayMs(failed: FailedAttempt): number | undefined;
}

const DEFAULTS = { maxRetries: 2, baseDelayMs: 500, maxDelayMs: 30_000, budgetMs: 60_000 };

/** Statuses after which the same request may be sent again. */
const REPEATABLE_STATUSES = new Set([408, 429, 502, 503, 504, 529]);

/** Codes that waiting does not mend, whatever the status. */
const HOPELESS = new Set(['quota_exceeded', 'authentication', 'permission_denied', 'context_overflow']);

/**
 * Whether sending again is harmless: no connection came about, a kept-alive one was dead before a byte came back, the server refused to
 * begin, or it is still loading the model. Never after the answer has begun.
 */
export function isRepeatable(error: LmError): boolean {
  if (error.code === 'connection_failed') return error.retryable;
  if (!isApiError(error) || HOPELESS.has(error.code)) return false;
  return REPEATABLE_STATUSES.has(error.status) || (error.code === 'model_loading' && error.status >= 400);
}

/** The policy of design: exponential waits with full jitter, the server's own hint first, each clamped, all within a budget. */
export class BackoffRetryPolicy implements RetryPolicy {
  readonly #options: Required<{ [Key in keyof RetryOptions]: number }>;
  readonly #random: () => number;

  constructor(options: RetryOptions | number | false = {}, random: () => number = Math.random) {
    const given =
      options === false ? { maxRetries: 0 } : typeof options === 'number' ? { maxRetries: options } : options;
    this.#options = {
      maxRetries: given.maxRetries ?? DEFAULTS.maxRetries,
      baseDelayMs: given.baseDelayMs ?? DEFAULTS.baseDelayMs,
      maxDelayMs: given.maxDelayMs ?? DEFAULTS.maxDelayMs,
      budgetMs: given.budgetMs ?? DEFAULTS.budgetMs,
    };
    this.#random = random;
  }

  delayMs({ error, attempt, waitedMs }: FailedAttempt): number | undefined {
    const { maxRetries, baseDelayMs, maxDelayMs, budgetMs } = this.#options;
    if (attempt > maxRetries) return undefined;
    // A dead kept-alive connection says nothing about the server: the first try on a new one costs no wait.
    if (attempt === 1 && diedWhileIdle(error)) return 0;
    const hint = isApiError(error) ? error.retryAfterMs : undefined;
    const delay = Math.min(hint ?? this.#random() * baseDelayMs * 2 ** (attempt - 1), maxDelayMs);
    return waitedMs + delay > budgetMs ? undefined : delay;
  }
}
