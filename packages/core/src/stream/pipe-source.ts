import type { EventObserver } from '../contract/streams.js';
import type { PushSource } from './push-source.js';

/** The handlers for the values and the end of a source. Without a handler, they are passed on unchanged. */
export type PipeHandlers<T, U> = Partial<EventObserver<T>> &
  ([T] extends [U] ? unknown : Pick<EventObserver<T>, 'next'>);

/**
 * Returns a source that passes the values and the end of another source through handlers, which are created for each subscription.
 *
 * @param createHandlers Receives the target observer, and a function that returns a signal. The signal is aborted when the consumer cancels.
 *   A handler that waits for something must not call the observer after that.
 */
export function pipeSource<T, U = T>(
  source: PushSource<T>,
  createHandlers: (observer: EventObserver<U>, canceled: () => AbortSignal) => PipeHandlers<T, U>,
): PushSource<U> {
  return {
    subscribe(observer) {
      // Created only for handlers that wait, since most do not.
      let controller: AbortController | undefined;
      let isCanceled = false;
      const canceled = (): AbortSignal => {
        controller ??= new AbortController();
        if (isCanceled) controller.abort();
        return controller.signal;
      };
      const handlers: Partial<EventObserver<T>> = createHandlers(observer, canceled);
      // Without a handler for values, the source and the observer have the same value type.
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
        consumer: subscription.consumer,
        ...(subscription.dropped && { dropped: () => subscription.dropped?.() }),
      };
    },
  };
}

/** Returns a source with the mapped values of another. Values that are mapped to `undefined` are omitted. */
export function filterMapSource<T, U>(source: PushSource<T>, map: (value: T) => U | undefined): PushSource<U> {
  return pipeSource<T, U>(source, (observer) => ({
    next(value: T) {
      const mapped = map(value);
      if (mapped !== undefined) observer.next(mapped);
    },
  }));
}
