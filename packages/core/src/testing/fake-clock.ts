import type { Clock } from '../clock/clock.js';

interface FakeTimer {
  readonly atMs: number;
  readonly callback: () => void;
}

/** A clock that tests move by hand: time passes only in `advance`. */
export class FakeClock implements Clock {
  #nowMs = 0;
  readonly #wallStartMs: number;
  readonly #timers = new Set<FakeTimer>();
  #onTimer: (() => void)[] = [];

  /** @param wallStartMs Calendar time at which it starts. Default: 2026-01-01. */
  constructor(wallStartMs = Date.UTC(2026, 0, 1)) {
    this.#wallStartMs = wallStartMs;
  }

  /** How many timers run: 0 when everything has tidied up. */
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

  /** Lets time pass, firing in order the timers whose time has come, those too that are set meanwhile. */
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

  /** Resolves when a timer is set that fires this many milliseconds from now: so that a test knows that somebody waits. */
  async waitForTimer(delayMs?: number): Promise<void> {
    const runs = (): boolean =>
      [...this.#timers].some((timer) => delayMs === undefined || timer.atMs === this.#nowMs + delayMs);
    while (!runs()) await new Promise<void>((resolve) => this.#onTimer.push(resolve));
  }
}
