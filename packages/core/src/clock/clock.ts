/** A running timer of a `Clock`: whatever its `setTimeout` gives. */
export type TimerHandle = object | number;

/** Where time comes from. Tests put in one that they move by hand. */
export interface Clock {
  /** Milliseconds on a clock that never goes back; only differences mean something. */
  now(): number;
  /** The calendar's milliseconds since 1970, for dates such as `Retry-After`. */
  wallNow(): number;
  /** Calls `callback` once, `delayMs` from now. */
  setTimeout(callback: () => void, delayMs: number): TimerHandle;
  /** Ends a timer that has not fired; does nothing to one that has. */
  clearTimeout(handle: TimerHandle): void;
}

/** The longest delay that timers take (2^31 - 1 ms, 24.8 days); they fire at once when it is longer. */
const LONGEST_DELAY_MS = 2_147_483_647;

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => performance.now(),
  wallNow: () => Date.now(),
  setTimeout: (callback, delayMs) => setTimeout(callback, Math.min(delayMs, LONGEST_DELAY_MS)),
  clearTimeout: (handle) => clearTimeout(handle as ReturnType<typeof setTimeout>),
};
