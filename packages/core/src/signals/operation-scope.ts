import type { LmError } from '../errors/lm-error.js';

/** Ends an operation of several calls, and does its waiting. */
export interface OperationScope {
  /** Aborted when the operation ends: the signal for each call within it. */
  readonly signal: AbortSignal;
  /** Ends the operation with this error, unless it has ended. */
  fail(failure: LmError): void;
  /** Throws the operation's error if it has ended. */
  throwIfFailed(): void;
  /** Waits. Rejects with the operation's error if it ends meanwhile. */
  sleep(delayMs: number): Promise<void>;
  /** Runs work that takes no signal. Rejects with the operation's error as soon as the operation ends, whatever becomes of the work. */
  race<T>(work: () => T | Promise<T>): Promise<T>;
}
