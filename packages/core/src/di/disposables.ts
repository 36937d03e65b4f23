import { toLmError } from '../errors/guards.js';

/** Cleanup functions of a client. They run in the reverse order of their registration. */
export class Disposables {
  #pending: (() => Promise<void> | void)[] = [];

  /** Registers a cleanup function. */
  add(dispose: () => Promise<void> | void): void {
    this.#pending.push(dispose);
  }

  /** Runs all cleanup functions, even if some fail. Then throws the error, or an `AggregateError` of several. */
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

/** Throws the error as an `LmError`, or an `AggregateError` of several. Returns if there is none. */
export function throwAll(errors: readonly unknown[]): void {
  if (errors.length === 0) return;
  const [first] = errors;
  if (errors.length === 1) throw toLmError(first);
  throw new AggregateError(errors, 'Some parts of the client could not be closed. The failures are in "errors".');
}
