import { appendSentence } from '../errors/edit-message.js';
import { isLmError } from '../errors/guards.js';
import type { LmError } from '../errors/lm-error.js';
import { requestedWait, type FailedAttempt, type RetrySettings } from './retry-delay.js';

/**
 * Returns true if the server requests a wait after which the `total` timeout leaves no time for a retry. Adds to the message of the error that no
 * retry followed.
 */
export function exceedsTotal({ error, delayMs, remainingMs }: RequestedDelay): boolean {
  if (delayMs < remainingMs || requestedWait(error) !== delayMs) return false;
  const left = Math.max(0, Math.floor(remainingMs));
  appendSentence(error, `${noRetry(delayMs)}, and "timeouts.total" expires in ${left} ms.`);
  return true;
}

interface RequestedDelay {
  readonly error: LmError;
  /** Delay in ms before the next attempt. */
  readonly delayMs: number;
  /** Time in ms until the `total` timeout. */
  readonly remainingMs: number;
}

function noRetry(requestedMs: number): string {
  return `No retry followed, because the server requests a wait of ${Math.ceil(requestedMs)} ms`;
}

/** Adds to the message of an error that its call was not retried because the wait that the server requests is too long for the settings. */
export function reportLongWait(failed: FailedAttempt, { maxRetries, maxDelayMs, budgetMs }: RetrySettings): void {
  const { error, attempt, waitedMs } = failed;
  const requestedMs = requestedWait(error);
  // The operators of @lmux/rx retry errors of any source.
  if (requestedMs === undefined || attempt > maxRetries || !isLmError(error)) return;
  const limit =
    requestedMs > maxDelayMs
      ? `and "retry.maxDelayMs" is ${maxDelayMs}`
      : `the call has waited ${Math.ceil(waitedMs)} ms, and "retry.budgetMs" is ${budgetMs}`;
  appendSentence(error, `${noRetry(requestedMs)}, ${limit}.`);
}
