import { appendSentence } from '../errors/edit-message.js';
import { isLmError } from '../errors/guards.js';
import { requestedWait, type FailedAttempt, type RetrySettings } from './retry-delay.js';

/** Adds to the message of an error that its call was not retried because the wait that the server requests is too long for the settings. */
export function reportLongWait(failed: FailedAttempt, { maxRetries, maxDelayMs, budgetMs }: RetrySettings): void {
  const { error, attempt, waitedMs, remainingMs } = failed;
  const requestedMs = requestedWait(error);
  // The operators of @lmux/rx retry errors of any source.
  if (requestedMs === undefined || attempt > maxRetries || !isLmError(error)) return;
  const wait = `No retry followed, because the server requests a wait of ${Math.ceil(requestedMs)} ms`;
  let limit = `the call has waited ${Math.ceil(waitedMs)} ms, and "retry.budgetMs" is ${budgetMs}`;
  if (requestedMs > maxDelayMs) limit = `and "retry.maxDelayMs" is ${maxDelayMs}`;
  else if (remainingMs !== undefined && requestedMs >= remainingMs) {
    limit = `and "timeouts.total" expires in ${Math.max(0, Math.floor(remainingMs))} ms`;
  }
  appendSentence(error, `${wait}, ${limit}.`);
}
