import type { Subscriber } from 'rxjs';

/** Emits the values of an iterable to a subscriber until the iterable ends or the subscriber unsubscribes. */
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
    // The signal is aborted first, because a waiting generator handles `return()` only after its wait has ended.
    controller.abort();
    // There is no subscriber left to receive an error.
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
  // Only a subscriber that is not from RxJS can throw here.
  run().catch((error: unknown) => subscriber.error(error));
}
