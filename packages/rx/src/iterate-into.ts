import type { Subscriber } from 'rxjs';

/** Hands on what an iterable gives, one value after the other, until it ends or the subscriber leaves. */
export function iterateInto<T>(
  subscriber: Subscriber<T>,
  controller: AbortController,
  iterable: AsyncIterable<T>,
): void {
  const iterator = iterable[Symbol.asyncIterator]();
  let over = false;
  const returnIterator = async (): Promise<void> => {
    await iterator.return?.();
  };
  subscriber.add(() => {
    if (over) return;
    // The signal first: a generator that waits takes `return()` only when its wait has ended.
    controller.abort();
    // Nobody is left to hear how the iterable takes it.
    returnIterator().catch(() => {});
  });
  const end = (notify: () => void): void => {
    over = true;
    if (!subscriber.closed) notify();
  };
  const run = async (): Promise<void> => {
    while (!subscriber.closed) {
      let result: IteratorResult<T>;
      try {
        result = await iterator.next();
      } catch (error) {
        return end(() => subscriber.error(error));
      }
      if (result.done === true) return end(() => subscriber.complete());
      subscriber.next(result.value);
    }
  };
  // Only a subscriber that is none of rxjs's throws here; its iterable is left like any other.
  run().catch((error: unknown) => subscriber.error(error));
}
