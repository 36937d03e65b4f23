import type { EventObserver } from '../contract/streams.js';
import type { PushSource } from './push-source.js';

/** What happens to the values and the end of a source on their way; what is left out is passed on as it is. */
export type PipeHandlers<T, U> = Partial<EventObserver<T>> &
  ([T] extends [U] ? unknown : Pick<EventObserver<T>, 'next'>);

/**
 * Returns a source whose observer sees the values of another one through handlers, which are made for each subscription.
 *
 * @param createHandlers Gets the observer that the values are meant for, and a signal that is aborted when the consumer cancels: a handler
 *   that waits for something passes the outcome on only while it is not.
 */
export function pipeSource<T, U = T>(
  source: PushSource<T>,
  createHandlers: (observer: EventObserver<U>, canceled: () => AbortSignal) => PipeHandlers<T, U>,
): PushSource<U> {
  return {
    subscribe(observer) {
      // Made only for handlers that wait: most do not.
      let controller: AbortController | undefined;
      let isCanceled = false;
      const canceled = (): AbortSignal => {
        controller ??= new AbortController();
        if (isCanceled) controller.abort();
        return controller.signal;
      };
      const handlers: Partial<EventObserver<T>> = createHandlers(observer, canceled);
      // Where there is no handler for values, those of the source are values for the observer.
      const direct = observer as unknown as EventObserver<T>;
      const subscription = source.subscribe({
        next: (value) => (handlers.next === undefined ? direct.next(value) : handlers.next(value)),
        error: (error) => (handlers.error === undefined ? observer.error(error) : handlers.error(error)),
        complete: () => (handlers.complete === undefined ? observer.complete() : handlers.complete()),
      });
      return {
        pause: () => subscription.pause(),
        resume: () => subscription.resume(),
        cancel() {
          isCanceled = true;
          controller?.abort();
          subscription.cancel();
        },
      };
    },
  };
}

/** Returns a source with some of the values of another, changed: `undefined` leaves a value out. */
export function filterMapSource<T, U>(source: PushSource<T>, map: (value: T) => U | undefined): PushSource<U> {
  return pipeSource<T, U>(source, (observer) => ({
    next(value: T) {
      const mapped = map(value);
      if (mapped !== undefined) observer.next(mapped);
    },
  }));
}
