import type { Clock, TimerHandle } from '../clock/clock.js';

/**
 * Fires when it has not been touched for a while. A touch only notes the time: the timer is set again when it fires, so that a
 * stream of many reads sets few timers.
 */
export class IdleTimer {
  readonly #clock: Clock;
  readonly #limitMs: number;
  readonly #onExpire: () => void;
  #lastTouch: number;
  #timer: TimerHandle | undefined;

  constructor(clock: Clock, limitMs: number, onExpire: () => void) {
    this.#clock = clock;
    this.#limitMs = limitMs;
    this.#onExpire = onExpire;
    this.#lastTouch = clock.now();
    this.#arm(limitMs);
  }

  /** Something has happened; also starts a stopped timer again. */
  touch(): void {
    this.#lastTouch = this.#clock.now();
    if (this.#timer === undefined) this.#arm(this.#limitMs);
  }

  /** Does not fire until touched again. */
  stop(): void {
    if (this.#timer !== undefined) this.#clock.clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #arm(delayMs: number): void {
    this.#timer = this.#clock.setTimeout(() => {
      this.#timer = undefined;
      const remaining = this.#lastTouch + this.#limitMs - this.#clock.now();
      if (remaining <= 0) this.#onExpire();
      else this.#arm(Math.ceil(remaining));
    }, delayMs);
  }
}
