import type { FailedAttempt, LmError, RetryOptions, RetryPolicy } from '@lmux/core';
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

/** When and how often to ask again. A `RetryPolicy` of core fits as it is. */
export interface RetryBeforeFirstTokenPolicy extends RetryOptions {
  /**
   * Milliseconds to wait before each attempt, or a function that gives them and `undefined` to give up. Such a function is asked without end
   * unless `maxRetries` is set beside it. Default: as core waits, by the other settings.
   */
  readonly delayMs?: number | RetryPolicy['delayMs'] | undefined;
  /** Whether asking again may mend an error. Default: the error's own `retryable`. */
  readonly isRetryable?: ((error: unknown) => boolean) | undefined;
  /** Waits between two attempts. @defaultValue `asyncScheduler` */
  readonly scheduler?: SchedulerLike | undefined;
}

/**
 * Subscribes again when the source fails before the reply has begun; once a token has come, never. The client repeats by
 * itself only what failed before the server's answer began; this repeats what came after, too: a model that crashes
 * while it is loaded, a silence of the server (pass `retry: false` to the call, lest the repeats multiply).
 *
 * Takes events or anything else. With events, the attempts stay one stream to whoever is behind: there is one `start`, what an
 * attempt left open is ended, and a warning is told once. Of anything else the first value counts as the first token.
 *
 * The waits are core's: exponential with full jitter, the server's own hint first, within a budget (`RetryOptions` has the
 * settings, a number is `maxRetries`); or your `delayMs`.
 */
export function retryBeforeFirstToken<T>(
  policy: RetryBeforeFirstTokenPolicy | number = {},
): MonoTypeOperatorFunction<T> {
  const settings = typeof policy === 'number' ? { maxRetries: policy } : policy;
  const { isRetryable = saysRetryable, scheduler = asyncScheduler } = settings;
  return (source) =>
    defer(() => {
      const attempts = joinAttempts<T>();
      let waitedMs = 0;
      const again = (error: LmError, attempt: number) => {
        const mayRepeat = !attempts.begun && isRetryable(error);
        const delayMs = mayRepeat ? delayOf(settings, { error, attempt, waitedMs }) : undefined;
        if (delayMs === undefined) return throwError(() => error);
        waitedMs += delayMs;
        return timer(delayMs, scheduler);
      };
      return source.pipe(
        retry({ delay: again }),
        map(attempts.take),
        filter((value): value is T => value !== DROPPED),
      );
    });
}

function saysRetryable(error: unknown): boolean {
  return typeof error === 'object' && error !== null && (error as Partial<LmError>).retryable === true;
}

/** Milliseconds until the next attempt; `undefined` to give up. */
function delayOf(policy: RetryBeforeFirstTokenPolicy, failed: FailedAttempt): number | undefined {
  const { error, attempt, waitedMs } = failed;
  const { maxRetries = typeof policy.delayMs === 'function' ? Number.POSITIVE_INFINITY : 2 } = policy;
  if (attempt > maxRetries) return undefined;
  // Called as a method: a policy of core is an object of a class.
  if (typeof policy.delayMs === 'function') return policy.delayMs(failed);
  if (policy.delayMs !== undefined) return policy.delayMs;
  const { baseDelayMs = 500, maxDelayMs = 30_000, budgetMs = 60_000 } = policy;
  const hint = (error as { readonly retryAfterMs?: number | undefined }).retryAfterMs;
  const delay = Math.min(hint ?? Math.random() * baseDelayMs * 2 ** (attempt - 1), maxDelayMs);
  return waitedMs + delay > budgetMs ? undefined : delay;
}
