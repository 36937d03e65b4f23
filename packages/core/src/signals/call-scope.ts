import type { Clock, TimerHandle } from '../clock/clock.js';
import { cleanCause } from '../errors/clean-cause.js';
import { toLmError } from '../errors/guards.js';
import { LmError, type LmErrorInit } from '../errors/lm-error.js';
import type { SentRequest } from '../errors/request-hider.js';
import { isRetryable } from '../errors/retryable.js';
import { IdleTimeouts, type IdleKind } from './idle-timeouts.js';

/** The timeouts, with the codes and messages of their errors. */
const TIMEOUTS = {
  queue: { code: 'queue_timeout', what: 'The call was not sent' },
  firstByte: { code: 'first_byte_timeout', what: 'The server did not start to respond' },
  idle: { code: 'idle_timeout', what: 'The server sent no data' },
  eventIdle: { code: 'idle_timeout', what: 'The server sent no event (other than keep-alive bytes)' },
  total: { code: 'total_timeout', what: 'The call did not complete' },
} as const;

/** The timeouts that a scope applies. */
export type ScopeTimeout = keyof typeof TIMEOUTS;

/** The call of a scope, for its error messages. */
export interface CallSubject {
  /** Id of the provider that is called. */
  readonly provider?: string | undefined;
  /** Returns a description of the call, such as `GET http://host/path`. Called only for errors. */
  describe(): string;
}

/** Controls an operation that consists of several calls: ends it, and runs its waits. */
export interface OperationScope {
  /** Aborted when the operation ends. Pass it to each call within the operation. */
  readonly signal: AbortSignal;
  /** Ends the operation with this error, unless it has already ended. */
  fail(failure: LmError): void;
  /** Throws the operation's error if it has ended. */
  throwIfFailed(): void;
  /** Waits. Rejects with the operation's error if the operation ends meanwhile. */
  sleep(delayMs: number): Promise<void>;
  /** Runs work that accepts no signal. Rejects with the operation's error as soon as the operation ends, without waiting for the work. */
  race<T>(work: () => T | Promise<T>): Promise<T>;
}

/**
 * Combines everything that can end a call from outside: the caller's signal, the timeouts and `close` of the client. The first cause
 * determines the call's error. `dispose` removes all listeners and timers, and must be called on every path.
 *
 * @internal
 */
export class CallScope implements OperationScope {
  /** The error with which the call was ended. `undefined` while it is running. */
  failure: LmError | undefined;
  /** Number of times the request has been sent. */
  attempts = 0;
  /** The request whose response is being read. What it contained is hidden in errors of the transport. */
  sent: SentRequest | undefined;
  /** The timeouts of the body that is being read. Started by `startIdle`. */
  readonly idle: IdleTimeouts;
  readonly #controller = new AbortController();
  readonly #clock: Clock;
  readonly #callerSignal: AbortSignal | undefined;
  readonly #subject: CallSubject;
  #total: TimerHandle | undefined;
  #deadlineMs = Number.POSITIVE_INFINITY;
  #queue: TimerHandle | undefined;
  /** Describes the queue of calls while the call waits in it. */
  #describeQueue: (() => string) | undefined;
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

  /** Aborted when the call is ended. The transport and all waits use this signal. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Ends the call with this error, unless it has already ended. */
  fail(failure: LmError): void {
    if (this.failure !== undefined || this.#disposed) return;
    this.failure = failure;
    this.#controller.abort(failure);
    this.#onFailure?.(failure);
  }

  /** Ends the call because its client was closed. */
  close(): void {
    this.fail(new LmError('closed', `The client was closed during the call.${this.waitNote}`));
  }

  /** Sets the callback for when the call is ended from outside. It replaces the previous callback. */
  onFailure(callback: (failure: LmError) => void): void {
    this.#onFailure = callback;
  }

  /** Throws the call's error if the call was ended. */
  throwIfFailed(): void {
    if (this.failure !== undefined) throw this.failure;
  }

  /** Returns the call's error if the call was ended, or else the error with which the transport ended the body. */
  bodyFailure(error: unknown): LmError {
    return this.failure ?? toLmError(cleanCause(error, this.sent));
  }

  /** Starts the `total` timeout. It runs from a time of the clock in ms, by default from now. */
  startTotal(limitMs: number, startedMs = this.#clock.now()): void {
    if (limitMs <= 0) return;
    this.#deadlineMs = startedMs + limitMs;
    this.#total = this.#clock.setTimeout(() => this.#expire('total', limitMs), Math.max(0, this.remainingMs));
  }

  /** Time in ms until the `total` timeout. Infinite without one. */
  get remainingMs(): number {
    return this.#deadlineMs - this.#clock.now();
  }

  /** A sentence for error messages, with a leading blank, while the call waits for a slot. Otherwise empty. */
  get waitNote(): string {
    if (this.#describeQueue === undefined) return '';
    return ` It was waiting for a slot, and nothing was sent (${this.#describeQueue()}).`;
  }

  /**
   * Starts the `queue` timeout, which runs while the call waits for a slot.
   *
   * @param describe Returns the state of the queue. Called only for errors.
   */
  startQueue(limitMs: number, describe: () => string): void {
    this.#describeQueue = describe;
    if (limitMs > 0) this.#queue = this.#clock.setTimeout(() => this.#expire('queue', limitMs), limitMs);
  }

  /** Stops the `queue` timeout, because the wait is over. */
  stopQueue(): void {
    this.#describeQueue = undefined;
    if (this.#queue !== undefined) this.#clock.clearTimeout(this.#queue);
    this.#queue = undefined;
  }

  /** Starts the `firstByte` timeout, which runs until the response begins. Each attempt restarts it. */
  startFirstByte(limitMs: number): void {
    this.stopFirstByte();
    if (limitMs > 0) this.#firstByte = this.#clock.setTimeout(() => this.#expire('firstByte', limitMs), limitMs);
  }

  /** Stops the `firstByte` timeout, because the response has begun. */
  stopFirstByte(): void {
    if (this.#firstByte !== undefined) this.#clock.clearTimeout(this.#firstByte);
    this.#firstByte = undefined;
  }

  /**
   * Starts the timeouts that run while the body is received.
   *
   * @param onSilence Receives the error of the `idle` timeout. With it, that timeout does not end the call.
   */
  startIdle(idleMs: number, eventIdleMs: number, onSilence?: (error: LmError) => void): void {
    this.#onSilence = onSilence;
    this.idle.start({ idleMs, eventIdleMs });
  }

  /** Waits. Rejects with the call's error if the call is ended meanwhile. */
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

  /** Runs work that accepts no signal. Rejects with the call's error as soon as the call is ended, without waiting for the work. */
  async race<T>(work: () => T | Promise<T>): Promise<T> {
    this.throwIfFailed();
    return new Promise<T>((resolve, reject) => {
      const onAbort = (): void => reject(this.failure);
      this.signal.addEventListener('abort', onAbort, { once: true });
      const finish = (): void => this.signal.removeEventListener('abort', onAbort);
      void (async () => work())().then(resolve, reject).finally(finish);
    });
  }

  /** Removes all listeners and timers. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#onFailure = undefined;
    this.#callerSignal?.removeEventListener('abort', this.#onCallerAbort);
    this.stopQueue();
    this.stopFirstByte();
    this.idle.stop();
    if (this.#total !== undefined) this.#clock.clearTimeout(this.#total);
  }

  readonly #onCallerAbort = (): void => {
    this.fail(
      new LmError(
        'aborted',
        `The caller aborted ${this.#subject.describe()}.${this.waitNote} The reason is in "cause".`,
        {
          ...this.#facts(),
          cause: this.#callerSignal?.reason,
        },
      ),
    );
  };

  #onIdle(kind: IdleKind, limitMs: number): void {
    if (kind === 'eventIdle' || this.#onSilence === undefined) return this.#expire(kind, limitMs);
    // The call continues, so its number of attempts is not final yet.
    this.#onSilence(this.#timeoutOf(kind, limitMs, { provider: this.#subject.provider }));
  }

  #expire(timeout: ScopeTimeout, limitMs: number): void {
    this.fail(this.#timeoutOf(timeout, limitMs));
  }

  #timeoutOf(timeout: ScopeTimeout, limitMs: number, facts: LmErrorInit = this.#facts()): LmError {
    const { code, what } = TIMEOUTS[timeout];
    const option = `"timeouts.${timeout}" or set it to 0 for no limit`;
    const { waitNote } = this;
    const next =
      waitNote === ''
        ? ` If the server is slow, increase ${option}.`
        : `${waitNote} End streams that are no longer read, increase "maxConcurrent", or increase ${option}.`;
    const message = `${what} within ${limitMs} ms (${this.#subject.describe()}).${next}`;
    return new LmError(code, message, { ...facts, retryable: isRetryable(code), timeout });
  }

  #facts(): Pick<LmErrorInit, 'provider' | 'attempts'> {
    return { provider: this.#subject.provider, attempts: this.attempts === 0 ? undefined : this.attempts };
  }
}
