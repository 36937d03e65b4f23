import type { CallScope } from '../signals/call-scope.js';

/** Limits the number of concurrent calls. Further calls wait in first-in, first-out order. */
export class ConcurrencyLimiter {
  readonly #limit: number;
  #running = 0;
  readonly #waiting = new Set<() => void>();

  /** @param limit Maximum number of concurrent calls, or `Infinity` for no limit. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /**
   * Acquires a slot, waiting for one if necessary. Returns the function that releases it, which may be called more than once.
   *
   * @param queueMs Timeout in ms for the wait. 0 for none. Code `queue_timeout`.
   */
  acquire(scope: CallScope, queueMs: number): (() => void) | Promise<() => void> {
    scope.throwIfFailed();
    if (this.#running >= this.#limit) return this.#wait(scope, queueMs).then(() => this.#slot());
    this.#running += 1;
    return this.#slot();
  }

  #slot(): () => void {
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#release();
    };
  }

  #wait(scope: CallScope, queueMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const start = (): void => {
        scope.signal.removeEventListener('abort', onAbort);
        scope.stopQueue();
        resolve();
      };
      const onAbort = (): void => {
        this.#waiting.delete(start);
        scope.stopQueue();
        reject(scope.failure);
      };
      this.#waiting.add(start);
      scope.signal.addEventListener('abort', onAbort, { once: true });
      scope.startQueue(queueMs, () => this.#describe());
    });
  }

  #describe(): string {
    return `calls running: ${this.#running}, waiting: ${this.#waiting.size}, "maxConcurrent": ${this.#limit}`;
  }

  /** Passes the slot to the call that has waited longest. The number of running calls then stays the same. */
  #release(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#running -= 1;
    } else {
      this.#waiting.delete(next);
      next();
    }
  }
}
