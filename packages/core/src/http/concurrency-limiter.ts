import type { CallScope } from '../signals/call-scope.js';

/** Lets a number of calls run at once; the others wait in the order in which they came. */
export class ConcurrencyLimiter {
  readonly #limit: number;
  #running = 0;
  readonly #waiting = new Set<() => void>();

  /** @param limit Most calls at once; `Infinity` for no limit. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Takes a place, or waits for one; gives the function that frees it, which may be called more than once. */
  acquire(scope: CallScope): (() => void) | Promise<() => void> {
    scope.throwIfFailed();
    if (this.#running >= this.#limit) return this.#wait(scope).then(() => this.#place());
    this.#running += 1;
    return this.#place();
  }

  #place(): () => void {
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#release();
    };
  }

  #wait(scope: CallScope): Promise<void> {
    return new Promise((resolve, reject) => {
      const start = (): void => {
        scope.signal.removeEventListener('abort', onAbort);
        resolve();
      };
      const onAbort = (): void => {
        this.#waiting.delete(start);
        reject(scope.failure);
      };
      this.#waiting.add(start);
      scope.signal.addEventListener('abort', onAbort, { once: true });
    });
  }

  /** Hands the place to the one that has waited longest: the number of running calls stays. */
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
