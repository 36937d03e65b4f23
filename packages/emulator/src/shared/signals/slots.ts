/** Limits how many requests run at once; the rest wait in the order in which they came. */
export class Slots {
  readonly #limit: number;
  readonly #queue = new Set<() => void>();
  #taken = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** How many requests wait for a slot. */
  get waiting(): number {
    return this.#queue.size;
  }

  /** Runs `work` when a slot is free; a caller whose `signal` fires while waiting leaves the queue. */
  async run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.#acquire(signal);
    try {
      return await work();
    } finally {
      this.#release();
    }
  }

  #acquire(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#taken < this.#limit) {
      this.#taken += 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        this.#queue.delete(enter);
        reject(signal.reason);
      };
      const enter = (): void => {
        signal.removeEventListener('abort', abort);
        resolve();
      };
      this.#queue.add(enter);
      signal.addEventListener('abort', abort, { once: true });
    });
  }

  #release(): void {
    const [next] = this.#queue;
    // The slot passes straight on, so that a newcomer cannot overtake the queue.
    if (next === undefined) this.#taken -= 1;
    else {
      this.#queue.delete(next);
      next();
    }
  }
}
