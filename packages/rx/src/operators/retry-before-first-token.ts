import { BackoffRetryPolicy, type LmError, type RetryOptions, type RetryPolicy } from '@lmux/core';
import {
  asyncScheduler,
  defer,
  filter,
  map,
  retry,
  throwError,
  timer,
  type MonoTypeOperatorFunction,
  type SchedulerLike,
} from 'rxjs';
import { DROPPED, joinAttempts } from './join-attempts.js';

/** When and how often to retry. A `RetryPolicy` of core fits as it is. */
export interface RetryBeforeFirstTokenPolicy extends RetryOptions {
  /**
   * Milliseconds to wait before each retry, or a function that returns them and `undefined` to give up. With such a function, the number of
   * retries is not limited unless `maxRetries` is set. Default: `BackoffRetryPolicy` of core with the other settings.
   */
  readonly delayMs?: number | RetryPolicy['delayMs'] | undefined;
  /** Whether a retry may help. Default: the error's own `retryable`. */
  readonly isRetryable?: ((error: unknown) => boolean) | undefined;
  /** Waits between two attempts. @defaultValue `asyncScheduler` */
  readonly scheduler?: SchedulerLike | undefined;
}

/**
 * Subscribes again when the source fails before the reply has begun; never once a token has come. The client retries by itself only what
 * failed before the server's response began. This operator retries later failures too: a model that crashes while it is loaded, a server
 * that falls silent. Pass `retry: false` to the call, so that the retries do not multiply.
 *
 * Takes events or any other values. With events, the attempts stay one stream to the subscriber: there is one `start`, what an attempt left
 * open is ended, and each warning comes once. Of other values the first one counts as the first token.
 *
 * The waits are those of core's `BackoffRetryPolicy`: exponential with full jitter, the server's own hint first, within a budget
 * (`RetryOptions` has the settings, a number is `maxRetries`); or your `delayMs`.
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
      const nextAttempt = (error: LmError, attempt: number) => {
        const mayRetry = !attempts.begun && isRetryable(error);
        const delayMs = mayRetry ? retryPolicy.delayMs({ error, attempt, waitedMs }) : undefined;
        if (delayMs === undefined) return throwError(() => error);
        waitedMs += delayMs;
        return timer(delayMs, scheduler);
      };
      return source.pipe(
        retry({ delay: nextAttempt }),
        map(attempts.take),
        filter((value): value is T => value !== DROPPED),
      );
    });
}

function hasRetryable(error: unknown): boolean {
  return typeof error === 'object' && error !== null && (error as Partial<LmError>).retryable === true;
}

/** Returns what decides when to retry: the caller's function, a fixed wait, or core's policy. */
function retryPolicyOf(settings: RetryBeforeFirstTokenPolicy): RetryPolicy {
  const { delayMs } = settings;
  if (delayMs === undefined) return new BackoffRetryPolicy(settings);
  const { maxRetries = typeof delayMs === 'function' ? Number.POSITIVE_INFINITY : 2 } = settings;
  return {
    delayMs(failed) {
      if (failed.attempt > maxRetries) return undefined;
      // Called as a method: a policy of core is an object of a class.
      return typeof settings.delayMs === 'function' ? settings.delayMs(failed) : settings.delayMs;
    },
  };
}
