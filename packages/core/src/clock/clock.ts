/** The handle of a running timer, as returned by `Clock.setTimeout`. */
export type TimerHandle = object | number;

/** The source of time. Tests inject one that they advance manually. */
export interface Clock {
  /** Returns monotonic time in milliseconds. Only differences are meaningful. */
  now(): number;
  /** Returns wall-clock time in milliseconds since 1970, for dates such as `Retry-After`. */
  wallNow(): number;
  /** Calls `callback` once, `delayMs` from now. */
  setTimeout(callback: () => void, delayMs: number): TimerHandle;
  /** Cancels a timer. Does nothing if it has already fired. */
  clearTimeout(handle: TimerHandle): void;
}

/** The longest delay that runtimes support (2^31 - 1 ms, 24.8 days). With a longer one, their timers fire immediately. */
const LONGEST_DELAY_MS = 2_147_483_647;

/** The system's time. */
export const systemClock: Clock = {
  now: () => performance.now(),
  wallNow: () => Date.now(),
  setTimeout: (callback, delayMs) => setTimeout(callback, Math.min(delayMs, LONGEST_DELAY_MS)),
  clearTimeout: (handle) => clearTimeout(handle as ReturnType<typeof setTimeout>),
};
