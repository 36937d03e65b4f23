import type { PushSource } from './push-source.js';

/** Converts an async iterable, such as a provider's generator, to a push source. It is slower than pushing, with one promise per value. */
export function toPushSource<T>(source: AsyncIterable<T>): PushSource<T> {
  return {
    subscribe(observer) {
      const iterator = source[Symbol.asyncIterator]();
      let over = false;
      let wake: (() => void) | undefined;
      let paused = false;
      const run = async (): Promise<void> => {
        for (;;) {
          if (paused) await new Promise<void>((resolve) => (wake = resolve));
          if (over) return;
          const result = await iterator.next();
          if (over) return;
          if (result.done === true) break;
          observer.next(result.value);
        }
        over = true;
        observer.complete();
      };
      // A generator that is waiting ends, and runs its `finally`, only after the awaited promise has settled.
      const stop = (): void => void (async () => iterator.return?.())().catch(() => {});
      run().catch((error: unknown) => {
        if (over) return;
        over = true;
        // If the observer threw the error, the iterator has not ended yet.
        stop();
        observer.error(error);
      });
      const go = (): void => {
        paused = false;
        wake?.();
        wake = undefined;
      };
      return {
        pause: () => {
          paused = true;
        },
        resume: go,
        cancel() {
          if (over) return;
          over = true;
          go();
          stop();
        },
      };
    },
  };
}
