import type { Clock, TimerHandle } from '../clock/clock.js';
import { LmError, type LmErrorInit } from '../errors/lm-error.js';
import { isRetryable } from '../errors/retryable.js';
import { IdleTimeouts, type IdleKind } from './idle-timeouts.js';

/** The timeouts, and the codes of their errors. */
const TIMEOUTS = {
  firstByte: { code: 'first_byte_timeout', what: 'The server did not begin to answer' },
  idle: { code: 'idle_timeout', what: 'The server sent nothing' },
  eventIdle: { code: 'idle_timeout', what: 'The server sent no event, though maybe keep-alive bytes,' },
  total: { code: 'total_timeout', what: 'The call was not complete' },
} as const;

/** The timeouts that a scope runs. */
export type ScopeTimeout = keyof typeof TIMEOUTS;

/** The call that a scope is about, for its errors. */
export interface CallSubject {
  /** Id of the provider that is called. */
  readonly provider?: string | undefined;
  /** What is called, such as `GET http://host/path`; asked for only when there is an error. */
  describe(): string;
}

/** Ends an operation of several calls, and does its waiting. */
export interface OperationScope {
  /** Aborted when the operation ends: the signal for each call within it. */
  readonly signal: AbortSignal;
  /** Ends the operation with this error, unless it has ended. */
  fail(failure: LmError): void;
  /** Throws the operation's error if it has ended. */
  throwIfFailed(): void;
  /** Waits. Rejects with the operation's error if it ends meanwhile. */
  sleep(delayMs: number): Promise<void>;
  /** Runs work that takes no signal. Rejects with the operation's error as soon as the operation ends, whatever becomes of the work. */
  race<T>(work: () => T | Promise<T>): Promise<T>;
}

/**
 * Everything that can end one call from outside: the caller's signal, the timeouts, the client's `close`. The first cause
 * wins and becomes the call's error. `dispose` takes back every listener and timer; it must run on every path.
 *
 * @internal
 */
export class CallScope implements OperationScope {
  /** Why the call was ended; `undefined` while it may go on. */
  failure: LmError | undefined;
  /** How often the request has been sent. */
  attempts = 0;
  /** The timeouts of the body that is being read; started by `startIdle`. */
  readonly idle: IdleTimeouts;
  readonly #controller = new AbortController();
  readonly #clock: Clock;
  readonly #callerSignal: AbortSignal | undefined;
  readonly #subject: CallSubject;
  #total: TimerHandle | undefined;
  #firstByte: TimerHandle | undefined;
  #onSilence: ((error: LmError) => void) | undefined;
  #onFailure: ((failure: LmError) => void) | undefined;
  #disposed = false;

  constructor(clock: Clock, callerSignal: AbortSignal | undefined, subject: CallSubject) {
    this.#clock = clock;
    this.#callerSignal = callerSignal;
    this.#subject = subject;
    this.idle = new IdleTimeouts(clock, (kind, limitMs) => this.#onIdle(kind, limitMs));
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

  /** Starts the timeout of the whole call. */
  startTotal(limitMs: number): void {
    if (limitMs > 0) this.#total = this.#clock.setTimeout(() => this.#expire('total', limitMs), limitMs);
  }

  /** Starts the timeout that runs until the response begins; each attempt starts it anew. */
  startFirstByte(limitMs: number): void {
    this.stopFirstByte();
    if (limitMs > 0) this.#firstByte = this.#clock.setTimeout(() => this.#expire('firstByte', limitMs), limitMs);
  }

  /** The response has begun. */
  stopFirstByte(): void {
    if (this.#firstByte !== undefined) this.#clock.clearTimeout(this.#firstByte);
    this.#firstByte = undefined;
  }

  /**
   * Starts the timeouts that run while the body comes.
   * @param onSilence Takes the error of the one for bytes, where silence need not be the end of the call.
   */
  startIdle(idleMs: number, eventIdleMs: number, onSilence?: (error: LmError) => void): void {
    this.#onSilence = onSilence;
    this.idle.start({ idleMs, eventIdleMs });
  }

  /** Waits; rejects with the call's error when that is ended meanwhile. */
  async sleep(delayMs: number): Promise<void> {
    let timer: TimerHandle | undefined;
    try {
      await this.race(
        () =>
          new Promise<void>((resolve) => {
            timer = this.#clock.setTimeout(resolve, delayMs);
          }),
      );
    } finally {
      if (timer !== undefined) this.#clock.clearTimeout(timer);
    }
  }

  /** Does something that heeds no signal; rejects with the call's error as soon as that is ended, whatever becomes of the work. */
  async race<T>(work: () => T | Promise<T>): Promise<T> {
    this.throwIfFailed();
    return new Promise<T>((resolve, reject) => {
      const onAbort = (): void => reject(this.failure);
      this.signal.addEventListener('abort', onAbort, { once: true });
      const finish = (): void => this.signal.removeEventListener('abort', onAbort);
      void (async () => work())().then(resolve, reject).finally(finish);
    });
  }

  /** Takes back every listener and timer. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#onFailure = undefined;
    this.#callerSignal?.removeEventListener('abort', this.#onCallerAbort);
    this.stopFirstByte();
    this.idle.stop();
    if (this.#total !== undefined) this.#clock.clearTimeout(this.#total);
  }

  readonly #onCallerAbort = (): void => {
    this.fail(
      new LmError('aborted', `The caller aborted ${this.#subject.describe()}. The reason is in "cause".`, {
        ...this.#facts(),
        cause: this.#callerSignal?.reason,
      }),
    );
  };

  #onIdle(kind: IdleKind, limitMs: number): void {
    if (kind === 'eventIdle' || this.#onSilence === undefined) return this.#expire(kind, limitMs);
    // Where the call goes on, how often it was sent is known later.
    this.#onSilence(this.#timeoutOf(kind, limitMs, { provider: this.#subject.provider }));
  }

  #expire(clock: ScopeTimeout, limitMs: number): void {
    this.fail(this.#timeoutOf(clock, limitMs));
  }

  #timeoutOf(timeout: ScopeTimeout, limitMs: number, facts: LmErrorInit = this.#facts()): LmError {
    const { code, what } = TIMEOUTS[timeout];
    return new LmError(
      code,
      `${what} within ${limitMs} ms (${this.#subject.describe()}). Raise or switch off (0) timeouts.${timeout} if the server is just slow.`,
      { ...facts, retryable: isRetryable(code) },
    );
  }

  #facts(): Pick<LmErrorInit, 'provider' | 'attempts'> {
    return { provider: this.#subject.provider, attempts: this.attempts === 0 ? undefined : this.attempts };
  }
}
