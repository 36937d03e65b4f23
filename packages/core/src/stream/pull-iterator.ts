import type { StreamSubscription } from '../contract/streams.js';
import type { PushSource } from './push-source.js';

/** Queue length at which the source is paused. It exceeds the values of a single network read, so a consumer that keeps up never pauses it. */
const HIGH_WATER = 1024;
/** Queue length at which the source is resumed. */
const LOW_WATER = 256;

interface Waiter<T> {
  resolve(result: IteratorResult<T, undefined>): void;
  reject(error: unknown): void;
}

const DONE: IteratorResult<never, undefined> = { done: true, value: undefined };

/**
 * Converts a push source to an async iterator. It is not an async generator, because that costs twice as much per value. Values of the same
 * network read are queued and returned without waiting for the network again. When too many are queued, the source is paused.
 */
export class PullIterator<T> implements AsyncIterableIterator<T, undefined> {
  readonly #source: PushSource<T>;
  readonly #onUnused: (() => void) | undefined;
  #subscription: StreamSubscription | undefined;
  #started = false;
  #queue: T[] = [];
  #head = 0;
  #waiters: Waiter<T>[] = [];
  #paused = false;
  #ended = false;
  #failed = false;
  #error: unknown;

  /** @param onUnused Called when the iterator is closed before its first pull, when there is no subscription to cancel. */
  constructor(source: PushSource<T>, onUnused?: () => void) {
    this.#source = source;
    this.#onUnused = onUnused;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<T, undefined>> {
    if (!this.#started) this.#start();
    if (this.#head < this.#queue.length) return Promise.resolve({ done: false, value: this.#shift() });
    if (this.#failed) {
      this.#failed = false;
      return Promise.reject(this.#error);
    }
    if (this.#ended) return Promise.resolve(DONE);
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject });
    });
  }

  return(): Promise<IteratorResult<T, undefined>> {
    this.#stop();
    return Promise.resolve(DONE);
  }

  throw(error?: unknown): Promise<IteratorResult<T, undefined>> {
    this.#stop();
    return Promise.reject(error);
  }

  #start(): void {
    this.#started = true;
    let subscription: StreamSubscription;
    try {
      subscription = this.#source.subscribe({
        next: (value) => this.#onValue(value),
        error: (error) => this.#onEnd(true, error),
        complete: () => this.#onEnd(false, undefined),
      });
    } catch (error) {
      return this.#onEnd(true, error);
    }
    if (this.#ended) return;
    this.#subscription = subscription;
    if (this.#paused) subscription.pause();
  }

  #shift(): T {
    const value = this.#queue[this.#head] as T;
    this.#head += 1;
    const left = this.#queue.length - this.#head;
    if (left === 0) {
      this.#queue = [];
      this.#head = 0;
    }
    if (this.#paused && left <= LOW_WATER) {
      this.#paused = false;
      this.#subscription?.resume();
    }
    return value;
  }

  #onValue(value: T): void {
    if (this.#ended) return;
    const waiter = this.#waiters.shift();
    if (waiter !== undefined) return waiter.resolve({ done: false, value });
    this.#queue.push(value);
    if (!this.#paused && this.#queue.length - this.#head >= HIGH_WATER) {
      this.#paused = true;
      this.#subscription?.pause();
    }
  }

  #onEnd(failed: boolean, error: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#subscription = undefined;
    const waiter = failed ? this.#waiters.shift() : undefined;
    if (waiter !== undefined) waiter.reject(error);
    else {
      this.#failed = failed;
      this.#error = error;
    }
    this.#settleWaiters();
  }

  #stop(): void {
    if (!this.#started) this.#onUnused?.();
    this.#started = true;
    this.#ended = true;
    this.#failed = false;
    this.#queue = [];
    this.#head = 0;
    const subscription = this.#subscription;
    this.#subscription = undefined;
    subscription?.cancel();
    this.#settleWaiters();
  }

  #settleWaiters(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const waiter of waiters) waiter.resolve(DONE);
  }
}
