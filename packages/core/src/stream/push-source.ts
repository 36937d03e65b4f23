import type { EventObserver, StreamSubscription } from '../contract/streams.js';

/** The `consumer` timeout of a stream, as its consumer sees it. */
export interface PullTimer {
  /** Starts the time again, because the consumer has received something or has paused. */
  start(): void;
  /** Stops the time, because the consumer waits for the stream. */
  stop(): void;
  /** Stops the time for good, because the stream has ended. */
  dispose(): void;
}

/** A subscription to a source. Sources of other packages need only the members of `StreamSubscription`. */
export interface SourceSubscription extends StreamSubscription {
  /** The `consumer` timeout. The code that passes values to a consumer starts and stops it. `undefined` if the timeout is off. */
  readonly consumer?: PullTimer | undefined;
  /**
   * Logs that the consumer was collected as garbage before the stream ended. `cancel` follows, unless this returns true, because the
   * response is wanted.
   */
  dropped?(): boolean | void;
}

/** A source that pushes values to an observer once it is subscribed to. All streams of lmux are built on it. */
export interface PushSource<T> {
  /**
   * Starts the source. The observer may be called before this returns. It is not called after `error`, `complete` or `cancel`. If its `next`
   * throws, the source fails with that error, as decoders do.
   */
  subscribe(observer: EventObserver<T>): SourceSubscription;
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
