import type { Clock, TimerHandle } from '../clock/clock.js';

/** The timeout that expired: `idle` if no bytes were received, `eventIdle` if no event was among them. */
export type IdleKind = 'idle' | 'eventIdle';

/** The timeouts for reading a body. 0 disables a timeout. */
export interface IdleLimits {
  readonly idleMs: number;
  readonly eventIdleMs: number;
}

/**
 * The timeouts of a body that is being read. They expire when no bytes, or no event, have been received for a while. A touch only records the
 * time, and the timer is set again when it fires. A stream of many reads therefore sets few timers.
 */
export class IdleTimeouts {
  readonly #clock: Clock;
  readonly #onExpire: (kind: IdleKind, limitMs: number) => void;
  #bytes: IdleTimer | undefined;
  #events: IdleTimer | undefined;
  #paused = false;

  constructor(clock: Clock, onExpire: (kind: IdleKind, limitMs: number) => void) {
    this.#clock = clock;
    this.#onExpire = onExpire;
  }

  /** Starts the timeouts for a new body. */
  start({ idleMs, eventIdleMs }: IdleLimits): void {
    this.stop();
    this.#paused = false;
    if (idleMs > 0) this.#bytes = new IdleTimer(this.#clock, idleMs, () => this.#onExpire('idle', idleMs));
    if (eventIdleMs > 0) {
      this.#events = new IdleTimer(this.#clock, eventIdleMs, () => this.#onExpire('eventIdle', eventIdleMs));
    }
  }

  /** Stops the timeouts, because the body has been read. */
  stop(): void {
    this.#bytes?.stop();
    this.#events?.stop();
    this.#bytes = undefined;
    this.#events = undefined;
  }

  /** Records that bytes were received. */
  touchBytes(): void {
    // Data that was already read still arrives during a pause. It must not restart the timer.
    if (!this.#paused) this.#bytes?.touch();
  }

  /** Records that an event was received. */
  touchEvent(): void {
    if (!this.#paused) this.#events?.touch();
  }

  /** Stops the timeouts while the consumer pauses the stream. */
  pause(): void {
    this.#paused = true;
    this.#bytes?.stop();
    this.#events?.stop();
  }

  /** Restarts the timeouts after a pause. */
  resume(): void {
    this.#paused = false;
    this.#bytes?.touch();
    this.#events?.touch();
  }
}

/** A timer that expires when it has not been touched for its time. */
class IdleTimer {
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

  /** Resets the timer, and restarts it if it was stopped. */
  touch(): void {
    this.#lastTouch = this.#clock.now();
    if (this.#timer === undefined) this.#arm(this.#limitMs);
  }

  /** Stops the timer until it is touched again. */
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
