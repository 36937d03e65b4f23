import type { Dispatcher } from 'undici';
import type { Clock, TimerHandle } from '../clock/clock.js';
import { LmError } from '../errors/lm-error.js';
import { displayUrl } from '../errors/redact.js';
import { isRetryable } from '../errors/retryable.js';
import { connectionError } from './connection-error.js';
import type { BodySink, TransportBody, TransportRequest, TransportResponse } from './transport.js';

/** A reused connection that fails later than this after the request was sent counts as alive. The server may then have acted on the request. */
const DEAD_WITHIN_MS = 1000;

/** Maximum number of bytes of a body that are buffered before `start`. Then the socket is paused. */
const MAX_EARLY_BYTES = 64 * 1024;

/** The connection of the undici client that sends an exchange. */
export interface ExchangeConnection {
  /** Counts a request that is about to be written. Returns true if an earlier request was written on the same socket. */
  countRequest(): boolean;
  /** Closes the connection if it is still being established. */
  abandon(reason: Error): void;
}

/** One exchange on undici's dispatcher, its lowest-level and fastest API: the HTTP parser calls the sink through it directly. */
export class UndiciExchange implements Dispatcher.DispatchHandler, TransportBody {
  readonly #request: TransportRequest;
  readonly #clock: Clock;
  readonly #resolve: (response: TransportResponse) => void;
  readonly #reject: (error: unknown) => void;
  #controller: Dispatcher.DispatchController | undefined;
  #connectTimer: TimerHandle | undefined;
  /** True if the request was written on a socket that had already been used for another one. */
  #reused = false;
  #startedMs = 0;
  #responded = false;
  #done = false;
  #sink: BodySink | undefined;
  /** The part of the body that arrived before `start`. Small bodies arrive with the headers, and buffering them is cheaper than a pause. */
  #early: Uint8Array[] = [];
  #earlyBytes = 0;
  #paused = false;
  #isCanceled = false;
  /** Notifies the sink of an end that occurred before `start`. */
  #earlyEnd: ((sink: BodySink) => void) | undefined;
  /** The reason for ending the exchange before undici had a controller for it. */
  #givenUp: unknown;
  /** Set by the client to which undici assigns the exchange, before it connects or writes. */
  connection: ExchangeConnection | undefined;

  constructor(
    request: TransportRequest,
    clock: Clock,
    resolve: (response: TransportResponse) => void,
    reject: (error: unknown) => void,
  ) {
    this.#request = request;
    this.#clock = clock;
    this.#resolve = resolve;
    this.#reject = reject;
    request.signal.addEventListener('abort', this.#onAbort, { once: true });
    const { connect } = request.timeouts;
    if (connect > 0) this.#connectTimer = clock.setTimeout(() => this.#onConnectTimeout(connect), connect);
  }

  /** True if the exchange has ended in any way. */
  get done(): boolean {
    return this.#done;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#stopConnectTimer();
    this.#startedMs = this.#clock.now();
    this.#controller = controller;
    // Read here, because undici may find the connection dead and replace it between `dispatch` and the write.
    this.#reused = this.connection?.countRequest() ?? false;
    if (this.#done) controller.abort(toError(this.#givenUp));
  }

  /** Returns true if the connection was reused and failed so soon that the server cannot have acted on the request. */
  #isDeadKeepAlive(): boolean {
    return this.#reused && this.#clock.now() - this.#startedMs < DEAD_WITHIN_MS;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    statusCode: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (statusCode < 200 || this.#done) return;
    this.#responded = true;
    this.#resolve({ status: statusCode, headers: joinHeaders(headers), body: this });
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#done) return;
    if (this.#sink !== undefined) return this.#sink.data(chunk);
    this.#early.push(chunk);
    this.#earlyBytes += chunk.length;
    if (this.#earlyBytes > MAX_EARLY_BYTES) controller.pause();
  }

  onResponseEnd(): void {
    if (this.#done) return;
    this.#finish();
    this.#endBody((sink) => sink.end());
  }

  onResponseError(controller: Dispatcher.DispatchController | null | undefined, error: Error): void {
    if (this.#done) return;
    this.#finish();
    // No effect unless undici reports the error without closing the connection, as it does for the 407 of a proxy.
    controller?.abort(error);
    const { method, url, headers, body } = this.#request;
    const sent = { method, url, headers, body };
    if (!this.#responded)
      return this.#reject(connectionError(error, { ...sent, deadKeepAlive: this.#isDeadKeepAlive() }));
    const failure = connectionError(error, { ...sent, inBody: true });
    this.#endBody((sink) => sink.error(failure));
  }

  start(sink: BodySink): void {
    this.#sink = sink;
    const early = this.#early;
    this.#early = [];
    for (const chunk of early) if (!this.#isCanceled) sink.data(chunk);
    if (this.#earlyEnd !== undefined) this.#earlyEnd(sink);
    else if (this.#earlyBytes > MAX_EARLY_BYTES && !this.#paused) this.#controller?.resume();
  }

  pause(): void {
    this.#paused = true;
    this.#controller?.pause();
  }

  resume(): void {
    this.#paused = false;
    this.#controller?.resume();
  }

  cancel(): void {
    this.#isCanceled = true;
    this.#earlyEnd = undefined;
    this.#giveUp(new LmError('closed', 'The response was canceled before it was complete.'));
  }

  #giveUp(reason: unknown): void {
    if (this.#done) return;
    this.#finish();
    this.#givenUp = reason;
    if (this.#controller !== undefined) this.#controller.abort(toError(reason));
    else this.connection?.abandon(toError(reason));
  }

  readonly #onAbort = (): void => {
    const reason: unknown = this.#request.signal.reason;
    const wasRunning = !this.#done;
    this.#giveUp(reason);
    if (!wasRunning) return;
    if (this.#responded) this.#endBody((sink) => sink.error(reason));
    else this.#reject(reason);
  };

  #endBody(notify: (sink: BodySink) => void): void {
    if (this.#sink === undefined) this.#earlyEnd = notify;
    else notify(this.#sink);
  }

  #onConnectTimeout(limitMs: number): void {
    const { method, url } = this.#request;
    const error = new LmError(
      'connect_timeout',
      `The connection was not established within ${limitMs} ms (${method} ${displayUrl(url)}). Check "baseUrl" and the network, or increase "timeouts.connect".`,
      { retryable: isRetryable('connect_timeout'), timeout: 'connect' },
    );
    this.#giveUp(error);
    this.#reject(error);
  }

  #stopConnectTimer(): void {
    if (this.#connectTimer !== undefined) this.#clock.clearTimeout(this.#connectTimer);
    this.#connectTimer = undefined;
  }

  #finish(): void {
    this.#done = true;
    this.#stopConnectTimer();
    this.#request.signal.removeEventListener('abort', this.#onAbort);
  }
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('The exchange was canceled.');
}

function joinHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string | undefined> {
  const joined = Object.create(null) as Record<string, string | undefined>;
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    joined[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return joined;
}
