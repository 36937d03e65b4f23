import type { PullTimer, PushSource, SourceSubscription } from './push-source.js';

/** Queue length at which the source is paused. It exceeds the values of a single network read, so a consumer that keeps up never pauses it. */
const HIGH_WATER = 1024;
/** Queue length at which the source is resumed. */
const LOW_WATER = 256;

const DONE: IteratorResult<never, undefined> = { done: true, value: undefined };

interface Waiter<T> {
  resolve(result: IteratorResult<T, undefined>): void;
  reject(error: unknown): void;
  /** Keeps the iterator from being collected while somebody waits for its value. */
  readonly owner: object;
}

/**
 * The part of a `PullIterator` that its source knows. Values of the same network read are queued and returned without waiting for the network
 * again. When too many are queued, the source is paused.
 */
class PullQueue<T> {
  started = false;
  /** True once the source has ended or was canceled. Values may still be queued. */
  ended = false;
  readonly #source: PushSource<T>;
  #subscription: SourceSubscription | undefined;
  /** Measures the time between two pulls. `undefined` if `timeouts.consumer` is off. */
  #timer: PullTimer | undefined;
  #values: T[] = [];
  #head = 0;
  #waiters: Waiter<T>[] = [];
  #paused = false;
  #failed = false;
  #error: unknown;

  constructor(source: PushSource<T>) {
    this.#source = source;
  }

  /** Subscribes to the source. */
  start(): void {
    this.started = true;
    let subscription: SourceSubscription;
    try {
      subscription = this.#source.subscribe({
        next: (value) => this.#onValue(value),
        error: (error) => this.#onEnd(true, error),
        complete: () => this.#onEnd(false, undefined),
      });
    } catch (error) {
      return this.#onEnd(true, error);
    }
    if (this.ended) return;
    this.#subscription = subscription;
    this.#timer = subscription.consumer;
    if (this.#paused) subscription.pause();
  }

  /** Returns the next value, the end, or the error. */
  pull(owner: object): Promise<IteratorResult<T, undefined>> {
    if (this.#head < this.#values.length) {
      const value = this.#shift();
      this.#timer?.start();
      return Promise.resolve({ done: false, value });
    }
    if (this.#failed) {
      this.#failed = false;
      return Promise.reject(this.#error);
    }
    if (this.ended) return Promise.resolve(DONE);
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject, owner });
      // After that, since the source may continue at once, and its first value belongs to this pull.
      this.#timer?.stop();
    });
  }

  /** Returns the values that are queued, and removes them. With a timer, there are none, because it must see each pull. */
  take(): T[] {
    if (this.#timer !== undefined) return [];
    const values = this.#head === 0 ? this.#values : this.#values.slice(this.#head);
    this.#forget(values.length);
    return values;
  }

  /** Cancels the subscription and drops what is queued. Pending pulls are done. */
  stop(): void {
    this.started = true;
    this.ended = true;
    this.#failed = false;
    this.#values = [];
    this.#head = 0;
    const subscription = this.#release();
    subscription?.cancel();
    this.#settleWaiters();
  }

  /** Ends the stream of an iterator that was collected as garbage, or reads the rest of it if its response is wanted. */
  drop(): void {
    const subscription = this.#subscription;
    if (subscription === undefined) return;
    if (subscription.dropped?.() !== true) return this.stop();
    this.ended = true;
    this.#values = [];
    this.#release()?.resume();
  }

  /** Reads the rest of the stream for its response, because the iterator was collected as garbage and the application still has the stream. */
  abandon(): void {
    // The timeout of the consumer ends the stream.
    if (this.#timer !== undefined || this.ended) return;
    this.ended = true;
    this.#values = [];
    this.#subscription?.resume();
  }

  #shift(): T {
    const value = this.#values[this.#head] as T;
    this.#forget(1);
    return value;
  }

  /** Removes values that were returned. */
  #forget(count: number): void {
    this.#head += count;
    const left = this.#values.length - this.#head;
    // Values that were returned are released when they are the larger part, so that moving the others costs little.
    if (left === 0 || (this.#head >= HIGH_WATER && left <= this.#head)) {
      this.#values = left === 0 ? [] : this.#values.slice(this.#head);
      this.#head = 0;
    }
    if (this.#paused && left <= LOW_WATER) {
      this.#paused = false;
      this.#subscription?.resume();
    }
  }

  #onValue(value: T): void {
    if (this.ended) return;
    const waiter = this.#waiters.shift();
    if (waiter !== undefined) {
      if (this.#waiters.length === 0) this.#timer?.start();
      return waiter.resolve({ done: false, value });
    }
    this.#values.push(value);
    if (!this.#paused && this.#values.length - this.#head >= HIGH_WATER) {
      this.#paused = true;
      this.#subscription?.pause();
    }
  }

  #onEnd(failed: boolean, error: unknown): void {
    if (this.ended) return;
    this.ended = true;
    this.#release();
    const waiter = failed ? this.#waiters.shift() : undefined;
    if (waiter !== undefined) waiter.reject(error);
    else {
      this.#failed = failed;
      this.#error = error;
    }
    this.#settleWaiters();
  }

  /** Forgets the subscription and returns it. */
  #release(): SourceSubscription | undefined {
    const subscription = this.#subscription;
    this.#subscription = undefined;
    collected?.unregister(this);
    this.#timer?.dispose();
    this.#timer = undefined;
    return subscription;
  }

  #settleWaiters(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const waiter of waiters) waiter.resolve(DONE);
  }
}

/** Runs a function when an object is collected as garbage. Created for the first iterator. Some runtimes do not have it. */
let collected: FinalizationRegistry<() => void> | undefined;

/**
 * Converts a push source to an async iterator. It is not an async generator, because that costs twice as much per value. The source knows only
 * the queue of the iterator. A stream that was dropped with its iterator is therefore collected as garbage, which closes it.
 */
export class PullIterator<T> implements AsyncIterableIterator<T, undefined> {
  readonly #queue: PullQueue<T>;
  readonly #onUnused: (() => void) | undefined;
  /** The object whose collection closes the stream. It is kept while the iterator is. */
  readonly #owner: object;

  /**
   * @param onUnused Called when the iterator is closed before its first pull, when there is no subscription to cancel.
   * @param owner The stream of the iterator. An application that has it may still read its response. Default: the iterator.
   */
  constructor(source: PushSource<T>, onUnused?: () => void, owner?: object) {
    this.#queue = new PullQueue(source);
    this.#onUnused = onUnused;
    this.#owner = owner ?? this;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<T, undefined>> {
    const queue = this.#queue;
    if (!queue.started) {
      queue.start();
      if (!queue.ended) {
        whenCollected(this.#owner, queue, () => queue.drop());
        if (this.#owner !== this) whenCollected(this, queue, () => queue.abandon());
      }
    }
    return queue.pull(this);
  }

  /** Returns the values that can be had without waiting, for consumers that queue them themselves. */
  takeQueued(): T[] {
    return this.#queue.take();
  }

  return(): Promise<IteratorResult<T, undefined>> {
    this.#stop();
    return Promise.resolve(DONE);
  }

  throw(error?: unknown): Promise<IteratorResult<T, undefined>> {
    this.#stop();
    return Promise.reject(error);
  }

  #stop(): void {
    if (!this.#queue.started) this.#onUnused?.();
    this.#queue.stop();
  }
}

/** Runs a function when an object is collected as garbage, unless the queue has ended before. */
function whenCollected(object: object, queue: object, run: () => void): void {
  if (typeof FinalizationRegistry === 'undefined') return;
  collected ??= new FinalizationRegistry((callback) => callback());
  collected.register(object, run, queue);
}
