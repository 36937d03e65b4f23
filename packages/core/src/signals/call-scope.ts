import type { Clock, TimerHandle } from '../clock/clock.js';
import { LmError } from '../errors/lm-error.js';
import { IdleTimer } from './idle-timer.js';

/** Which clock has run out, and the code of its error. */
const CLOCKS = {
  firstByte: { code: 'first_byte_timeout', what: 'The server did not begin to answer' },
  idle: { code: 'idle_timeout', what: 'The server sent nothing' },
  eventIdle: { code: 'idle_timeout', what: 'The server sent no event, though maybe keep-alive bytes,' },
  total: { code: 'total_timeout', what: 'The call was not complete' },
} as const;

/** The clocks that a scope runs. */
export type ScopeClock = keyof typeof CLOCKS;

/**
 * Everything that can end one call from outside: the caller's signal, the clocks, the client's `close`. The first cause
 * wins and becomes the call's error. `dispose` takes back every listener and timer; it must run on every path.
 */
export class CallScope {
  /** Why the call was ended; `undefined` while it may go on. */
  failure: LmError | undefined;
  readonly #controller = new AbortController();
  readonly #clock: Clock;
  readonly #callerSignal: AbortSignal | undefined;
  readonly #describe: () => string;
  #oneShots: TimerHandle[] = [];
  #idle: IdleTimer | undefined;
  #eventIdle: IdleTimer | undefined;
  #firstByte: TimerHandle | undefined;
  #onFailure: ((failure: LmError) => void) | undefined;
  #disposed = false;

  constructor(clock: Clock, callerSignal: AbortSignal | undefined, describe: () => string) {
    this.#clock = clock;
    this.#callerSignal = callerSignal;
    this.#describe = describe;
    if (callerSignal?.aborted) this.#onCallerAbort();
    else callerSignal?.addEventListener('abort', this.#onCallerAbort, { once: true });
  }

  /** Aborted when the call is ended: what the transport and every wait listen to. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Ends the call with this error, unless it has ended. */
  fail(failure: LmError): void {
    if (this.failure !== undefined || this.#disposed) return;
    this.failure = failure;
    this.#controller.abort(failure);
    this.#onFailure?.(failure);
  }

  /** Calls back when the call is ended from outside; only the last one asked for is kept. */
  onFailure(callback: (failure: LmError) => void): void {
    this.#onFailure = callback;
  }

  /** Rejects here if the call was ended. */
  throwIfFailed(): void {
    if (this.failure !== undefined) throw this.failure;
  }

  /** Starts the clock of the whole call. */
  startTotal(limitMs: number): void {
    if (limitMs > 0) this.#oneShots.push(this.#clock.setTimeout(() => this.#expire('total', limitMs), limitMs));
  }

  /** Starts the clock that runs until the answer begins; each attempt starts it anew. */
  startFirstByte(limitMs: number): void {
    this.stopFirstByte();
    if (limitMs > 0) this.#firstByte = this.#clock.setTimeout(() => this.#expire('firstByte', limitMs), limitMs);
  }

  /** The answer has begun. */
  stopFirstByte(): void {
    if (this.#firstByte !== undefined) this.#clock.clearTimeout(this.#firstByte);
    this.#firstByte = undefined;
  }

  /** Starts the clocks that run while the body comes. */
  startIdle(idleMs: number, eventIdleMs: number): void {
    this.#idle?.stop();
    this.#idle = idleMs > 0 ? new IdleTimer(this.#clock, idleMs, () => this.#expire('idle', idleMs)) : undefined;
    this.#eventIdle?.stop();
    this.#eventIdle =
      eventIdleMs > 0
        ? new IdleTimer(this.#clock, eventIdleMs, () => this.#expire('eventIdle', eventIdleMs))
        : undefined;
  }

  /** Bytes have come. */
  touchBytes(): void {
    this.#idle?.touch();
  }

  /** An event has come. */
  touchEvent(): void {
    this.#eventIdle?.touch();
  }

  /** The consumer has asked the server to wait: its silence does not count. */
  pauseIdle(): void {
    this.#idle?.stop();
    this.#eventIdle?.stop();
  }

  /** The server may send again. */
  resumeIdle(): void {
    this.#idle?.touch();
    this.#eventIdle?.touch();
  }

  /** Waits; rejects with the call's error when that is ended meanwhile. */
  async sleep(delayMs: number): Promise<void> {
    this.throwIfFailed();
    await new Promise<void>((resolve, reject) => {
      const onAbort = (): void => {
        this.#clock.clearTimeout(timer);
        reject(this.failure);
      };
      const timer = this.#clock.setTimeout(() => {
        this.signal.removeEventListener('abort', onAbort);
        resolve();
      }, delayMs);
      this.signal.addEventListener('abort', onAbort, { once: true });
    });
  }

  /** Takes back every listener and timer. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#onFailure = undefined;
    this.#callerSignal?.removeEventListener('abort', this.#onCallerAbort);
    this.stopFirstByte();
    this.#idle?.stop();
    this.#eventIdle?.stop();
    for (const timer of this.#oneShots) this.#clock.clearTimeout(timer);
    this.#oneShots = [];
  }

  readonly #onCallerAbort = (): void => {
    this.fail(
      new LmError('aborted', `The caller aborted ${this.#describe()}. The reason is in "cause".`, {
        cause: this.#callerSignal?.reason,
      }),
    );
  };

  #expire(clock: ScopeClock, limitMs: number): void {
    const { code, what } = CLOCKS[clock];
    this.fail(
      new LmError(
        code,
        `${what} within ${limitMs} ms (${this.#describe()}). Raise or switch off (0) timeouts.${clock} if the server is just slow.`,
        { retryable: true },
      ),
    );
  }
}
