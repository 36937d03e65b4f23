import type { Clock } from '../clock/clock.js';

interface FakeTimer {
  readonly atMs: number;
  readonly callback: () => void;
}

/** A clock for tests. Time passes only in `advance`. */
export class FakeClock implements Clock {
  #nowMs = 0;
  readonly #wallStartMs: number;
  readonly #timers = new Set<FakeTimer>();
  #onTimer: (() => void)[] = [];

  /** @param wallStartMs Calendar time at the start, in milliseconds since 1970. Default: 2026-01-01. */
  constructor(wallStartMs = Date.UTC(2026, 0, 1)) {
    this.#wallStartMs = wallStartMs;
  }

  /** The number of running timers. It is 0 when all have fired or been cleared. */
  get timers(): number {
    return this.#timers.size;
  }

  now(): number {
    return this.#nowMs;
  }

  wallNow(): number {
    return this.#wallStartMs + this.#nowMs;
  }

  setTimeout(callback: () => void, delayMs: number): FakeTimer {
    const timer = { atMs: this.#nowMs + Math.max(0, delayMs), callback };
    this.#timers.add(timer);
    const waiting = this.#onTimer;
    this.#onTimer = [];
    for (const resolve of waiting) resolve();
    return timer;
  }

  clearTimeout(timer: object | number): void {
    this.#timers.delete(timer as FakeTimer);
  }

  /** Advances the time and fires the timers that are due, in order, including timers that are set meanwhile. */
  advance(ms: number): void {
    const endMs = this.#nowMs + ms;
    for (;;) {
      const due = [...this.#timers].filter((timer) => timer.atMs <= endMs).toSorted((a, b) => a.atMs - b.atMs)[0];
      if (due === undefined) break;
      this.#timers.delete(due);
      this.#nowMs = Math.max(this.#nowMs, due.atMs);
      due.callback();
    }
    this.#nowMs = endMs;
  }

  /**
   * Resolves when a timer is set that fires this many milliseconds from now, or immediately if there is one. Default:
   * any timer. A test can use it to wait until code has set its timer.
   */
  async waitForTimer(delayMs?: number): Promise<void> {
    const runs = (): boolean =>
      [...this.#timers].some((timer) => delayMs === undefined || timer.atMs === this.#nowMs + delayMs);
    while (!runs()) await new Promise<void>((resolve) => this.#onTimer.push(resolve));
  }
}
