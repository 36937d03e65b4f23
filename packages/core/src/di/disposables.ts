import { toLmError } from '../errors/guards.js';

/** What a client has to free, in the order in which it came about; freed in reverse. */
export class Disposables {
  #pending: (() => Promise<void> | void)[] = [];

  /** Remembers what frees something. */
  add(dispose: () => Promise<void> | void): void {
    this.#pending.push(dispose);
  }

  /** Frees everything, also where some of it fails; then throws the one error, or all of them together. */
  async dispose(): Promise<void> {
    const pending = this.#pending.toReversed();
    this.#pending = [];
    const errors: unknown[] = [];
    for (const dispose of pending) {
      try {
        await dispose();
      } catch (error) {
        errors.push(error);
      }
    }
    throwAll(errors);
  }
}

/** Throws the one error, or all of them together; nothing if there is none. */
export function throwAll(errors: readonly unknown[]): void {
  if (errors.length === 0) return;
  const [first] = errors;
  if (errors.length === 1) throw toLmError(first);
  throw new AggregateError(errors, 'Closing the client failed in part; each failure is in "errors".');
}
