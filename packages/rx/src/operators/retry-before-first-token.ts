import { BackoffRetryPolicy, guardRetryPolicy, type LmError, type RetryOptions, type RetryPolicy } from '@lmux/core';
import {
  asyncScheduler,
  defer,
  filter,
  map,
  retry,
  tap,
  throwError,
  timer,
  type MonoTypeOperatorFunction,
  type SchedulerLike,
} from 'rxjs';
import { DROPPED, joinAttempts } from './join-attempts.js';

/** Options of `retryBeforeFirstToken`. A `RetryPolicy` of core is accepted too. */
export interface RetryBeforeFirstTokenPolicy extends RetryOptions {
  /**
   * Delay in ms before each retry, or a function that returns the delay, or `undefined` to give up. With a function, the number of retries
   * is not limited unless `maxRetries` is set. Default: the delays of core's `BackoffRetryPolicy` with the other settings.
   */
  readonly delayMs?: number | RetryPolicy['delayMs'] | undefined;
  /** Returns true if an error is worth a retry. Default: the error's own `retryable`. */
  readonly isRetryable?: ((error: unknown) => boolean) | undefined;
  /** Scheduler for the delays. @defaultValue `asyncScheduler` */
  readonly scheduler?: SchedulerLike | undefined;
}

/**
 * Resubscribes if the source fails before the first token. It never retries after a token has arrived. The client itself retries only calls
 * that fail before the server's response begins. This operator also retries later failures, such as a model that crashes while it is loaded,
 * or a server that stops sending. Pass `retry: false` to the call, so that the retries do not multiply.
 *
 * It accepts events or any other values. With events, the subscriber sees one stream: there is a single `start`, a phase that an attempt left
 * open is ended, and each warning is emitted once. The first value that is not an event counts as the first token.
 *
 * The delays are those of core's `BackoffRetryPolicy` (exponential with full jitter, or as the server requests, within a budget), or your
 * `delayMs`. The settings are those of `RetryOptions`. A number sets `maxRetries`.
 *
 * The retry quota of the client does not apply to these attempts. Pass one `BackoffRetryPolicy` to all operators to limit them together: its
 * quota is refilled when a source completes.
 *
 * If the policy throws, or returns a delay that is not a finite number from 0, this is reported as the client reports it, and the retries end.
 * A source that has completed stays complete.
 */
export function retryBeforeFirstToken<T>(
  policy: RetryBeforeFirstTokenPolicy | number = {},
): MonoTypeOperatorFunction<T> {
  const settings = typeof policy === 'number' ? { maxRetries: policy } : policy;
  const { isRetryable = hasRetryable, scheduler = asyncScheduler } = settings;
  const retryPolicy = retryPolicyOf(settings);
  return (source) =>
    defer(() => {
      const attempts = joinAttempts<T>();
      let waitedMs = 0;
      let retries = 0;
      const nextAttempt = (error: LmError, attempt: number) => {
        const mayRetry = !attempts.begun && isRetryable(error);
        const delayMs = mayRetry ? retryPolicy.delayMs({ error, attempt, waitedMs }) : undefined;
        if (delayMs === undefined) return throwError(() => error);
        retries = attempt;
        waitedMs += delayMs;
        return timer(delayMs, scheduler);
      };
      return source.pipe(
        retry({ delay: nextAttempt }),
        map(attempts.take),
        filter((value): value is T => value !== DROPPED),
        tap({ complete: () => retryPolicy.succeeded({ retries }) }),
      );
    });
}

function hasRetryable(error: unknown): boolean {
  return typeof error === 'object' && error !== null && (error as Partial<LmError>).retryable === true;
}

/** Returns the policy that decides when to retry: the caller's own, a fixed delay, or core's policy. */
function retryPolicyOf(settings: RetryBeforeFirstTokenPolicy): Required<RetryPolicy> {
  const { delayMs } = settings;
  if (delayMs === undefined) return guardRetryPolicy(new BackoffRetryPolicy({ ...settings, quota: false }));
  const isFixed = typeof delayMs === 'number';
  const { maxRetries = isFixed ? 2 : Number.POSITIVE_INFINITY } = settings;
  // A policy of core is an instance of a class, so its methods need it.
  const { delayMs: next, succeeded } = guardRetryPolicy(
    isFixed ? { delayMs: () => delayMs } : (settings as RetryPolicy),
  );
  return { delayMs: (failed) => (failed.attempt > maxRetries ? undefined : next(failed)), succeeded };
}
