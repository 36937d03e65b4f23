import { callBack, reportRejection } from '../logging/call-back.js';
import { reportCallbackError } from '../logging/report-callback-error.js';
import { systemClock, type Clock, type TimerHandle } from './clock.js';

/** A timer of a guarded clock. */
interface GuardedTimer {
  readonly callback: () => void;
  readonly dueMs: number;
  /** Handle of the clock that runs the timer. */
  handle: TimerHandle | undefined;
}

/**
 * A clock of the application that may fail. Time never goes backwards, and has passed at least to the due time of each timer that has fired.
 * After the first error or invalid time, the system clock continues at the same time with the timers that are running. A canceled timer never
 * calls back, even if the application's clock cannot cancel it.
 */
class GuardedClock implements Clock {
  readonly #own: Clock;
  /** The application's clock, and after its first error that of the system. */
  #clock: Clock;
  readonly #running = new Set<GuardedTimer>();
  /** The time that was returned last. */
  #nowMs = Number.NEGATIVE_INFINITY;
  /** Difference between the time that is returned and that of the clock. */
  #offsetMs = 0;

  constructor(clock: Clock) {
    this.#own = this.#clock = clock;
  }

  now(): number {
    const ownMs = this.#use('now', (clock) => checkTime('now', clock, clock.now()));
    const timeMs = ownMs + this.#offsetMs;
    if (timeMs < this.#nowMs) this.#offsetMs += this.#nowMs - timeMs;
    else this.#nowMs = timeMs;
    return this.#nowMs;
  }

  wallNow(): number {
    try {
      return checkTime('wallNow', this.#own, this.#own.wallNow());
    } catch (error) {
      reportCallbackError('clock.wallNow', this.#own, error);
      return systemClock.wallNow();
    }
  }

  setTimeout(callback: () => void, delayMs: number): TimerHandle {
    const timer: GuardedTimer = { callback, dueMs: this.now() + delayMs, handle: undefined };
    this.#running.add(timer);
    this.#start(timer, delayMs);
    return timer;
  }

  clearTimeout(handle: TimerHandle): void {
    const timer = handle as GuardedTimer;
    if (this.#running.delete(timer)) this.#cancel(timer);
  }

  #start(timer: GuardedTimer, delayMs: number): void {
    timer.handle = this.#use('setTimeout', (clock) =>
      checkHandle(
        clock,
        clock.setTimeout(() => this.#fire(timer), delayMs),
      ),
    );
  }

  #fire(timer: GuardedTimer): void {
    if (!this.#running.delete(timer)) return;
    // The time of a clock that stands still must not start the timer again and again.
    const earlyMs = timer.dueMs - this.now();
    if (earlyMs > 0) {
      this.#offsetMs += earlyMs;
      this.#nowMs = timer.dueMs;
    }
    timer.callback();
  }

  #cancel({ handle }: GuardedTimer): void {
    if (handle !== undefined) callBack('clock.clearTimeout', this.#own, () => this.#clock.clearTimeout(handle));
  }

  /** Calls the clock. If it throws, the system clock replaces it, at the time at which it failed. */
  #use<T>(method: keyof Clock, call: (clock: Clock) => T): T {
    try {
      return call(this.#clock);
    } catch (error) {
      reportCallbackError(`clock.${method}`, this.#own, error);
      // The timer that is being started has no handle.
      const started = [...this.#running].filter(({ handle }) => handle !== undefined);
      for (const timer of started) this.#cancel(timer);
      this.#clock = systemClock;
      if (this.#nowMs !== Number.NEGATIVE_INFINITY) this.#offsetMs = this.#nowMs - systemClock.now();
      for (const timer of started) this.#start(timer, Math.max(0, timer.dueMs - this.now()));
      return call(systemClock);
    }
  }
}

function checkTime(method: 'now' | 'wallNow', clock: Clock, timeMs: unknown): number {
  if (typeof timeMs === 'number' && Number.isFinite(timeMs)) return timeMs;
  reportRejection(`clock.${method}`, clock, timeMs);
  throw new TypeError(
    `${method}() of the clock must return a finite number of milliseconds; received ${String(timeMs)}.`,
  );
}

/** Refuses a promise. An async method may reject later, and has then started no timer. */
function checkHandle(clock: Clock, handle: TimerHandle): TimerHandle {
  if (!(handle instanceof Promise)) return handle;
  reportRejection('clock.setTimeout', clock, handle);
  throw new TypeError('setTimeout() of the clock must return the handle of the timer; received a promise.');
}

/** The guarded clocks by the clock that they read, so that all clients with a clock share one. */
const guarded = new WeakMap<Clock, Clock>();

/** Returns a clock that never throws, whatever the application's clock does. The system clock is returned unchanged. */
export function guardClock(clock: Clock): Clock {
  if (clock === systemClock || clock instanceof GuardedClock) return clock;
  let safe = guarded.get(clock);
  if (safe === undefined) guarded.set(clock, (safe = new GuardedClock(clock)));
  return safe;
}
