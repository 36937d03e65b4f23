/** Limits the number of concurrent requests. Others wait in order of arrival. */
export class Slots {
  readonly #limit: number;
  readonly #queue = new Set<() => void>();
  #taken = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Number of requests that wait for a slot. */
  get waiting(): number {
    return this.#queue.size;
  }

  /** Runs `work` when a slot is free. Rejects if `signal` aborts while waiting. */
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
    // Hands the slot directly to the next in line, so a new request cannot overtake the queue.
    if (next === undefined) this.#taken -= 1;
    else {
      this.#queue.delete(next);
      next();
    }
  }
}
