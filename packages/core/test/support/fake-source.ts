import type { EventObserver, StreamSubscription } from '../../src/contract/streams.js';
import type { PushSource } from '../../src/stream/push-source.js';

/** A source whose values are pushed by the test, and which records the calls of its methods. */
export class FakeSource<T> implements PushSource<T> {
  /** The calls in order: `subscribe`, `pause`, `resume`, `cancel`. */
  readonly calls: string[] = [];
  #observer: EventObserver<T> | undefined;
  readonly #onSubscribe: ((source: FakeSource<T>) => void) | undefined;

  /** @param onSubscribe Called within `subscribe`, before it returns. */
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
    if (this.#observer === undefined) throw new Error('FakeSource has no subscriber.');
    return this.#observer;
  }
}
