import type { CompletionStreamEvent, StreamEvent } from '@lmux/core';
import { asyncScheduler, interval, Observable, type OperatorFunction, type SchedulerLike } from 'rxjs';

/** Options of `throughput`. */
export interface ThroughputOptions {
  /** Interval in ms between two values. @defaultValue 500 */
  readonly everyMs?: number | undefined;
  /** Scheduler for the interval and for measuring time. @defaultValue `asyncScheduler` */
  readonly scheduler?: SchedulerLike | undefined;
}

/**
 * Emits the number of tokens per second since the first token, every `everyMs` (even while the server is silent) and at the end. It accepts
 * events or the strings of `tokens()`. Each text, reasoning or refusal delta counts as one token, since servers send one token at a time. The counts
 * and times that the server measured are in `usage` and `timing` of the response.
 */
export function throughput(
  options: ThroughputOptions = {},
): OperatorFunction<StreamEvent | CompletionStreamEvent | string, number> {
  const { everyMs = 500, scheduler = asyncScheduler } = options;
  return (source) =>
    new Observable((subscriber) => {
      let tokens = 0;
      let firstAt = 0;
      const emitRate = (): void => {
        const elapsedMs = scheduler.now() - firstAt;
        // The time is measured from the first token, which therefore does not count.
        if (tokens > 0 && elapsedMs > 0) subscriber.next(((tokens - 1) * 1000) / elapsedMs);
      };
      subscriber.add(
        source.subscribe({
          next(value) {
            if (!isToken(value)) return;
            tokens += 1;
            if (tokens > 1) return;
            firstAt = scheduler.now();
            subscriber.add(interval(everyMs, scheduler).subscribe(emitRate));
          },
          error: (error: unknown) => subscriber.error(error),
          complete() {
            emitRate();
            subscriber.complete();
          },
        }),
      );
    });
}

function isToken(value: StreamEvent | CompletionStreamEvent | string): boolean {
  if (typeof value === 'string') return true;
  const { type } = value;
  return type === 'text-delta' || type === 'reasoning-delta' || type === 'refusal-delta';
}
