import type { PushSource } from './push-source.js';

/** An async iterable (a provider's generator) as a push source. Slower than pushing: a promise a value. */
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
      // A generator that waits in its own await ends when that does; its `finally` runs then.
      const stop = (): void => void (async () => iterator.return?.())().catch(() => {});
      run().catch((error: unknown) => {
        if (over) return;
        over = true;
        // The error may be the observer's: then the iterator does not know yet that it is over.
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
