import type { RetryOptions } from '../contract/call-options.js';
import type { LmError } from '../errors/lm-error.js';

/** A failed attempt. */
export interface FailedAttempt {
  readonly error: LmError;
  /** Number of the attempt, from 1. */
  readonly attempt: number;
  /** Time in ms that this call has waited between attempts so far. */
  readonly waitedMs: number;
  /** Time in ms that the `total` timeout leaves the call. Default: unlimited. */
  readonly remainingMs?: number | undefined;
}

/** `RetryOptions` with all defaults applied. */
export type RetrySettings = { readonly [Key in keyof RetryOptions]-?: number };

/** Applies the defaults. A number sets `maxRetries`, and `false` disables retries. */
export function retrySettings(options: RetryOptions | number | false): RetrySettings {
  const given = options === false ? { maxRetries: 0 } : typeof options === 'number' ? { maxRetries: options } : options;
  return {
    maxRetries: given.maxRetries ?? 2,
    baseDelayMs: given.baseDelayMs ?? 500,
    maxDelayMs: given.maxDelayMs ?? 30_000,
    budgetMs: given.budgetMs ?? 60_000,
  };
}

/** Returns the wait in ms that the server requests. Any error may have one: the operators of @lmux/rx retry errors of any source. */
export function requestedWait(error: object): number | undefined {
  return (error as { readonly retryAfterMs?: number | undefined }).retryAfterMs;
}

/**
 * Returns the time in ms to wait before the next attempt: the wait that the server requests, or else exponential backoff with full jitter of at
 * most `maxDelayMs`. Returns `undefined` to stop retrying: after `maxRetries`, when all waits together would exceed `budgetMs`, and when the
 * server requests a wait longer than `maxDelayMs`, or one that the `total` timeout would end. A shorter one would only be refused again.
 *
 * @param random Returns a number from 0 to 1.
 */
export function retryDelayMs(
  { error, attempt, waitedMs, remainingMs = Number.POSITIVE_INFINITY }: FailedAttempt,
  { maxRetries, baseDelayMs, maxDelayMs, budgetMs }: RetrySettings,
  random: () => number,
): number | undefined {
  if (attempt > maxRetries) return undefined;
  const requestedMs = requestedWait(error);
  if (requestedMs !== undefined && (requestedMs > maxDelayMs || requestedMs >= remainingMs)) return undefined;
  const delayMs = requestedMs ?? Math.min(random() * baseDelayMs * 2 ** (attempt - 1), maxDelayMs);
  return waitedMs + delayMs > budgetMs ? undefined : delayMs;
}
