import type { EventObserver, StreamSubscription } from '../contract/streams.js';

/** Something that pushes values once it is subscribed to: the heart of every stream here; the rest are skins over it. */
export interface PushSource<T> {
  /**
   * Starts. The observer may be called before this returns. After `error` or `complete`, and after `cancel`, it hears
   * nothing more.
   */
  subscribe(observer: EventObserver<T>): StreamSubscription;
}

/** A subscription to something that is over. */
export const endedSubscription: StreamSubscription = { pause() {}, resume() {}, cancel() {} };

/** A source that fails as soon as it is subscribed to: the form of errors found before anything is sent. */
export function failingSource<T>(error: unknown): PushSource<T> {
  return {
    subscribe(observer) {
      observer.error(error);
      return endedSubscription;
    },
  };
}
