import type { Clock, TimerHandle } from '../clock/clock.js';
import { LmError } from '../errors/lm-error.js';

/** Options of a `ConsumerTimer`. */
export interface ConsumerTimerOptions {
  readonly clock: Clock;
  /** The timeout in ms, above 0. */
  readonly limitMs: number;
  /** Describes the call for the message, such as `POST /chat/completions`. */
  readonly call: string;
  /** Ends the stream with the error of the timeout. */
  readonly fail: (error: LmError) => void;
}

/**
 * The `consumer` timeout of a stream: the time for which its consumer does not read. Starting it only records the time, and the timer
 * is set again when it fires. A stream of many values therefore sets few timers.
 */
export class ConsumerTimer {
  readonly #options: ConsumerTimerOptions;
  #sinceMs: number | undefined;
  #timer: TimerHandle | undefined;
  #disposed = false;

  constructor(options: ConsumerTimerOptions) {
    this.#options = options;
  }

  /** Starts the time again, because the consumer has received something or has paused. */
  start(): void {
    if (this.#disposed) return;
    this.#sinceMs = this.#options.clock.now();
    if (this.#timer === undefined) this.#arm(this.#options.limitMs);
  }

  /** Stops the time, because the consumer waits for the stream. */
  stop(): void {
    this.#sinceMs = undefined;
  }

  /** Stops the time for good, because the stream has ended. */
  dispose(): void {
    this.#disposed = true;
    if (this.#timer !== undefined) this.#options.clock.clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #arm(delayMs: number): void {
    const { clock, limitMs, call, fail } = this.#options;
    this.#timer = clock.setTimeout(() => {
      this.#timer = undefined;
      if (this.#sinceMs === undefined) return;
      const remaining = this.#sinceMs + limitMs - clock.now();
      if (remaining > 0) return this.#arm(Math.ceil(remaining));
      this.dispose();
      fail(
        new LmError(
          'consumer_timeout',
          `The stream was not read for ${limitMs} ms, so its connection was closed (${call}). Read it to its end, close it when it is no longer needed, or increase "timeouts.consumer".`,
          { timeout: 'consumer' },
        ),
      );
    }, delayMs);
  }
}
