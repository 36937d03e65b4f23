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
