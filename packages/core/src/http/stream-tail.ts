import type { Clock, TimerHandle } from '../clock/clock.js';
import type { TransportBody } from '../transport/transport.js';

/** Time in ms that the connection of a complete stream may take to end by itself, so that it can be reused, before it is closed. */
const LINGER_MS = 200;

/** The timer of a streamed response after its content: first for the rest of the response, then for the end of its connection. */
export class StreamTail {
  readonly #clock: Clock;
  #timer: TimerHandle | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Waits for the rest of a complete response. Calls `onOver` after the time unless `stop` is called first. */
  awaitEnd(waitMs: number, onOver: () => void): void {
    this.#start(onOver, waitMs);
  }

  /** Waits briefly for the connection to end by itself, so that it is kept alive. Closes it otherwise. */
  linger(body: TransportBody, isPaused: boolean): void {
    this.#start(() => body.cancel(), LINGER_MS);
    // A body that the consumer has paused would never end.
    if (isPaused) body.resume();
  }

  /** Ends the wait. */
  stop(): void {
    if (this.#timer !== undefined) this.#clock.clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #start(onOver: () => void, delayMs: number): void {
    this.stop();
    this.#timer = this.#clock.setTimeout(() => {
      this.#timer = undefined;
      onOver();
    }, delayMs);
  }
}
