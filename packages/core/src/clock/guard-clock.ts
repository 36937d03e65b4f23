import { callBack } from '../logging/call-back.js';
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
  readonly #clock: Clock;
  readonly #running = new Set<GuardedTimer>();
  #isReplaced = false;
  /** The time that was returned last. */
  #nowMs = Number.NEGATIVE_INFINITY;
  /** Difference between the time that is returned and that of the underlying clock. */
  #offsetMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  now(): number {
    if (this.#isReplaced) return systemClock.now() + this.#offsetMs;
    try {
      return this.#passedTo(checkTime('now', this.#clock.now()) + this.#offsetMs);
    } catch (error) {
      this.#replace('now', error);
      return this.now();
    }
  }

  wallNow(): number {
    try {
      return checkTime('wallNow', this.#clock.wallNow());
    } catch (error) {
      reportCallbackError('clock.wallNow', this.#clock, error);
      return systemClock.wallNow();
    }
  }

  setTimeout(callback: () => void, delayMs: number): TimerHandle {
    const timer: GuardedTimer = { callback, dueMs: this.now() + delayMs, handle: undefined };
    this.#running.add(timer);
    if (this.#isReplaced) {
      this.#startOnSystem(timer);
      return timer;
    }
    try {
      timer.handle = this.#clock.setTimeout(() => this.#fire(timer), delayMs);
    } catch (error) {
      this.#replace('setTimeout', error);
    }
    return timer;
  }

  clearTimeout(handle: TimerHandle): void {
    const timer = handle as GuardedTimer;
    if (this.#running.delete(timer)) this.#cancel(timer);
  }

  /** Returns a time of the clock, or the latest known time if that is later. */
  #passedTo(timeMs: number): number {
    if (timeMs < this.#nowMs) this.#offsetMs += this.#nowMs - timeMs;
    else this.#nowMs = timeMs;
    return this.#nowMs;
  }

  #fire(timer: GuardedTimer): void {
    if (!this.#running.delete(timer)) return;
    // The time of a clock that stands still must not start the timer again and again.
    if (!this.#isReplaced && timer.dueMs > this.now()) {
      this.#offsetMs += timer.dueMs - this.#nowMs;
      this.#nowMs = timer.dueMs;
    }
    timer.callback();
  }

  #cancel({ handle }: GuardedTimer): void {
    if (handle === undefined) return;
    if (this.#isReplaced) systemClock.clearTimeout(handle);
    else callBack('clock.clearTimeout', this.#clock, () => this.#clock.clearTimeout(handle));
  }

  #startOnSystem(timer: GuardedTimer): void {
    const delayMs = Math.max(0, timer.dueMs - this.now());
    timer.handle = systemClock.setTimeout(() => this.#fire(timer), delayMs);
  }

  /** Replaces the application's clock, at the time at which it failed. */
  #replace(method: keyof Clock, error: unknown): void {
    if (this.#isReplaced) return;
    reportCallbackError(`clock.${method}`, this.#clock, error);
    for (const timer of this.#running) this.#cancel(timer);
    this.#isReplaced = true;
    if (this.#nowMs !== Number.NEGATIVE_INFINITY) this.#offsetMs = this.#nowMs - systemClock.now();
    for (const timer of this.#running) this.#startOnSystem(timer);
  }
}

function checkTime(method: 'now' | 'wallNow', timeMs: unknown): number {
  if (typeof timeMs === 'number' && Number.isFinite(timeMs)) return timeMs;
  throw new TypeError(
    `${method}() of the clock must return a finite number of milliseconds; received ${String(timeMs)}.`,
  );
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
