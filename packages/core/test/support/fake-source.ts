import type { EventObserver, StreamSubscription } from '../../src/contract/streams.js';
import type { PushSource } from '../../src/stream/push-source.js';

/** A source that a test pushes by hand, and that keeps what was done to it. */
export class FakeSource<T> implements PushSource<T> {
  /** What was called, in order: `subscribe`, `pause`, `resume`, `cancel`. */
  readonly calls: string[] = [];
  #observer: EventObserver<T> | undefined;
  readonly #onSubscribe: ((source: FakeSource<T>) => void) | undefined;

  /** @param onSubscribe Runs within `subscribe`, before that returns. */
  constructor(onSubscribe?: (source: FakeSource<T>) => void) {
    this.#onSubscribe = onSubscribe;
  }

  subscribe(observer: EventObserver<T>): StreamSubscription {
    this.calls.push('subscribe');
    this.#observer = observer;
    this.#onSubscribe?.(this);
    return {
      pause: () => void this.calls.push('pause'),
      resume: () => void this.calls.push('resume'),
      cancel: () => void this.calls.push('cancel'),
    };
  }

  next(...values: T[]): void {
    for (const value of values) this.#subscribed().next(value);
  }

  error(error: unknown): void {
    this.#subscribed().error(error);
  }

  complete(): void {
    this.#subscribed().complete();
  }

  #subscribed(): EventObserver<T> {
    if (this.#observer === undefined) throw new Error('nobody has subscribed');
    return this.#observer;
  }
}
