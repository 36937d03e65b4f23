import type { EventObserver } from '../contract/streams.js';
import type { PushSource, SourceSubscription } from './push-source.js';

/** A source that is still being prepared. */
export interface DeferredSource<T> {
  readonly ready: Promise<PushSource<T>>;
  /** Ends the preparation, because the stream is no longer wanted. */
  readonly cancel: () => void;
  /** Returns the source that replaces this one after an error before the first value, or `undefined` if none does. Default: none. */
  readonly again?: ((error: unknown) => DeferredSource<T> | undefined) | undefined;
}

/** Returns a source that subscribes to another one as soon as that is ready. An error of the preparation is an error of the source. */
export function deferredSource<T>(first: DeferredSource<T>): PushSource<T> {
  return {
    subscribe(observer) {
      let current = first;
      let inner: SourceSubscription | undefined;
      let paused = false;
      let over = false;
      let hasValue = false;
      const fail = (error: unknown): void => {
        const next = hasValue || over ? undefined : current.again?.(error);
        if (next !== undefined) start(next);
        else if (!over) observer.error(error);
      };
      const receiver: EventObserver<T> = {
        next(value) {
          hasValue = true;
          observer.next(value);
        },
        error: fail,
        complete: () => observer.complete(),
      };
      const start = (deferred: DeferredSource<T>): void => {
        current = deferred;
        inner = undefined;
        deferred.ready.then((source) => {
          if (over) return;
          inner = source.subscribe(deferred.again === undefined ? observer : receiver);
          if (paused) inner.pause();
        }, fail);
      };
      start(first);
      return {
        pause() {
          paused = true;
          inner?.pause();
        },
        resume() {
          paused = false;
          inner?.resume();
        },
        cancel() {
          if (over) return;
          over = true;
          if (inner === undefined) current.cancel();
          else inner.cancel();
        },
      };
    },
  };
}
