import type { EventObserver, StreamSubscription } from '../contract/streams.js';

/** A source that pushes values to an observer once it is subscribed to. All streams of lmux are built on it. */
export interface PushSource<T> {
  /**
   * Starts the source. The observer may be called before this returns. It is not called after `error`, `complete` or `cancel`.
   */
  subscribe(observer: EventObserver<T>): StreamSubscription;
}

/** A subscription to a source that has ended. */
export const endedSubscription: StreamSubscription = { pause() {}, resume() {}, cancel() {} };

/** Returns a source that fails as soon as it is subscribed to, for errors that are found before anything is sent. */
export function failingSource<T>(error: unknown): PushSource<T> {
  return {
    subscribe(observer) {
      observer.error(error);
      return endedSubscription;
    },
  };
}
