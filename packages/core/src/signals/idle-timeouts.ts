import type { Clock, TimerHandle } from '../clock/clock.js';

/** Which kind of silence lasted too long: no bytes at all, or no event among them. */
export type IdleKind = 'idle' | 'eventIdle';

/** What is limited while a body is read. 0 switches a limit off. */
export interface IdleLimits {
  readonly idleMs: number;
  readonly eventIdleMs: number;
}

/**
 * The timeouts of a body that is being read: fires when no bytes, or no event, have come for a while. A touch only notes the time: a
 * timer is set again when it fires, so that a stream of many reads sets few timers.
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

  /** Starts anew, of a body that begins now. */
  start({ idleMs, eventIdleMs }: IdleLimits): void {
    this.stop();
    this.#paused = false;
    if (idleMs > 0) this.#bytes = new IdleTimer(this.#clock, idleMs, () => this.#onExpire('idle', idleMs));
    if (eventIdleMs > 0) {
      this.#events = new IdleTimer(this.#clock, eventIdleMs, () => this.#onExpire('eventIdle', eventIdleMs));
    }
  }

  /** The body has been read. */
  stop(): void {
    this.#bytes?.stop();
    this.#events?.stop();
    this.#bytes = undefined;
    this.#events = undefined;
  }

  /** Bytes have come. */
  touchBytes(): void {
    // While the consumer holds the server back, what was read already still arrives; it must not start the timer again.
    if (!this.#paused) this.#bytes?.touch();
  }

  /** An event has come. */
  touchEvent(): void {
    if (!this.#paused) this.#events?.touch();
  }

  /** The consumer has asked the server to wait: its silence does not count. */
  pause(): void {
    this.#paused = true;
    this.#bytes?.stop();
    this.#events?.stop();
  }

  /** The server may send again. */
  resume(): void {
    this.#paused = false;
    this.#bytes?.touch();
    this.#events?.touch();
  }
}

/** Fires when it has not been touched for a while. */
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
