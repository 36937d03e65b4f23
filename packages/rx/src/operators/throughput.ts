import type { CompletionStreamEvent, StreamEvent } from '@lmux/core';
import { asyncScheduler, interval, Observable, type OperatorFunction, type SchedulerLike } from 'rxjs';

/** Settings of `throughput`. */
export interface ThroughputOptions {
  /** Milliseconds between two values. @defaultValue 500 */
  readonly everyMs?: number | undefined;
  /** Tells the time, and when the next value is due. @defaultValue `asyncScheduler` */
  readonly scheduler?: SchedulerLike | undefined;
}

/**
 * Tokens a second since the first one: told every `everyMs`, also while the server is silent, and at the end. Takes events, or
 * the strings of `tokens()`. Pieces of text and reasoning are counted, one token each, as servers send them; what the
 * server itself counted and measured is in the response's `usage` and `timing`.
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
        // The clock runs from the first token: that one took none of the time.
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
  return typeof value === 'string' || value.type === 'text-delta' || value.type === 'reasoning-delta';
}
