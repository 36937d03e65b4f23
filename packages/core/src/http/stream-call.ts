import { isApiError, isLmError } from '../errors/guards.js';
import { isConnectionLost } from '../errors/is-connection-lost.js';
import { LmError } from '../errors/lm-error.js';
import type { CallScope } from '../signals/call-scope.js';
import type { BodySink, TransportBody } from '../transport/transport.js';
import type { BodyDecoder } from '../decode/body-decoder.js';
import { streamEndedEarly, streamTooLarge } from '../decode/body-errors.js';
import { END_WAIT_MS } from '../decode/json-format.js';
import type { CallHost } from './call-host.js';
import { contextOf } from './exchange.js';
import type { OpenResponse } from './open-response.js';
import type { ConsumerTimer } from '../signals/consumer-timer.js';
import type { SourceSubscription } from '../stream/push-source.js';
import { Resumption } from './resumption.js';
import { consumerTimerOf, nameOf, STREAM_TYPES, type StreamCallParts } from './stream-call-parts.js';
import { StreamTail } from './stream-tail.js';

/** One streamed response. Bytes pass from the socket through the decoder to the observer within the callback of the network read. */
export class StreamCall<T> implements SourceSubscription, BodySink {
  readonly #http: CallHost;
  readonly #parts: StreamCallParts<T>;
  readonly #scope: CallScope;
  readonly #resumption: Resumption | undefined = undefined;
  #body: TransportBody | undefined;
  #decoder: BodyDecoder | undefined;
  #release: (() => void) | undefined;
  #ended = false;
  #paused = false;
  /** Number of bytes of the response that the decoder has received. */
  #bytes = 0;
  readonly consumer: ConsumerTimer | undefined = undefined;
  #endWaitMs = 0;
  #tail: StreamTail | undefined;

  constructor(http: CallHost, parts: StreamCallParts<T>) {
    this.#http = http;
    this.#parts = parts;
    const { timeouts, call } = parts;
    const { resume, accept = STREAM_TYPES } = call;
    const scope = (this.#scope = http.openScope(call));
    if (timeouts.consumer > 0) this.consumer = consumerTimerOf(parts, scope);
    if (resume === undefined) return;
    const policy = http.retryPolicyOf(call);
    this.#resumption = new Resumption({ host: http, resume, policy, scope, timeouts, accept });
  }

  /** Sends the request and pushes the response. Never rejects, since errors go to the observer. */
  async run(): Promise<void> {
    const { call, timeouts } = this.#parts;
    try {
      const begun = this.#http.begin(call, this.#scope, timeouts);
      const release = begun instanceof Promise ? await begun : begun;
      if (this.#ended) return release();
      this.#release = release;
      const opened = await this.#http.open(call, this.#scope, timeouts, call.accept ?? STREAM_TYPES);
      if (this.#ended) return opened.response.body.cancel();
      this.#begin(opened);
    } catch (error) {
      this.#fail(error);
    }
  }

  pause(): void {
    if (this.#ended || this.#paused) return;
    this.#paused = true;
    this.#body?.pause();
    this.#scope.idle.pause();
    this.#tail?.stop();
  }

  resume(): void {
    if (this.#ended || !this.#paused) return;
    this.#paused = false;
    this.#scope.idle.resume();
    this.#body?.resume();
    if (!this.#ended) this.#awaitEnd();
  }

  cancel(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#decoder?.stop();
    // Ends a request without a response yet, and every wait before it.
    this.#scope.fail(new LmError('closed', 'The stream was canceled.'));
    this.#tidy();
    this.#body?.cancel();
    this.#resumption?.cancel(undefined);
  }

  dropped(): void {
    this.#http.logger.warn('closing stream that was dropped without being closed', { call: nameOf(this.#parts.call) });
  }

  data(bytes: Uint8Array): void {
    const decoder = this.#decoder;
    if (this.#ended || decoder === undefined) return;
    this.#scope.idle.touchBytes();
    this.#bytes += bytes.length;
    const { call, limits } = this.#parts;
    if (this.#bytes > limits.maxStreamBytes && call.exemptFromConcurrency !== true) {
      return this.#fail(streamTooLarge(limits.maxStreamBytes));
    }
    const before = decoder.values;
    try {
      decoder.push(bytes);
    } catch (error) {
      return this.#fail(error);
    }
    if (decoder.values !== before) this.#scope.idle.touchEvent();
    if (this.#ended) return;
    if (decoder.done) return this.#complete();
    const { endWaitMs = 0 } = decoder;
    if (endWaitMs !== this.#endWaitMs) this.#awaitEnd(endWaitMs);
  }

  end(): void {
    this.#tail?.stop();
    if (this.#ended) return;
    this.#body = undefined;
    if (this.#resumption === undefined) return this.#endResponse();
    // A resumed response may continue in the middle of an event, so the decoder is ended only if resuming fails.
    this.#resumeAt(this.#resumption, streamEndedEarly(), () => this.#endResponse());
  }

  error(error: unknown): void {
    this.#tail?.stop();
    if (this.#ended) return;
    const failure = this.#scope.bodyFailure(error);
    const resumption = this.#resumption;
    if (resumption === undefined || failure.code !== 'connection_failed') return this.#onFailure(failure);
    this.#resumeAt(resumption, failure);
  }

  /** Waits for what may follow a complete response. The wait is short, because some servers neither send an end marker nor end the body. */
  #awaitEnd(endWaitMs = this.#endWaitMs): void {
    this.#endWaitMs = endWaitMs;
    this.#tail?.stop();
    if (endWaitMs === 0 || this.#paused) return;
    this.#tail ??= new StreamTail(this.#parts.clock);
    this.#tail.awaitEnd(endWaitMs, () => this.#endResponse());
  }

  /** Resumes the response where it ended. If that is not possible, ends as if it had not been tried. */
  #resumeAt(resumption: Resumption, failure: LmError, giveUp = (): void => this.#onFailure(failure)): void {
    if (this.#ended) return;
    this.#scope.idle.stop();
    this.#body?.cancel();
    this.#body = undefined;
    // Only usage may be missing, which is not worth a longer wait than usual.
    if (this.#decoder?.isComplete?.() === true) this.#awaitEnd(END_WAIT_MS);
    const taken = resumption.next(failure, this.#bytes, this.#decoder?.values ?? 0).then((body) => {
      if (this.#ended) return body?.cancel();
      return body === undefined ? giveUp() : this.#read(body);
    });
    this.#http.cancellations.track(taken.catch((error: unknown) => this.#fail(error)));
  }

  /** Handles the end of the body, or the end of the wait for it. */
  #endResponse(): void {
    try {
      this.#decoder?.end();
    } catch (error) {
      return this.#fail(error);
    }
    if (!this.#ended) this.#complete();
  }

  /** Handles an error of the connection or of the scope. A complete response does not need its connection. */
  #onFailure(failure: LmError): void {
    const decoder = this.#decoder;
    if (this.#ended || decoder === undefined || !isConnectionLost(failure)) return this.#fail(failure);
    try {
      // The last event may be complete although its blank line is missing.
      decoder.end();
    } catch (error) {
      // Errors of the server explain more than the loss. Others are consequences of it.
      return this.#fail(isLmError(error) && !isApiError(error) ? failure : error);
    }
    if (this.#ended) return;
    if (!decoder.done && decoder.isComplete?.() !== true) return this.#fail(failure);
    this.#body?.cancel();
    this.#body = undefined;
    this.#complete();
  }

  #begin(opened: OpenResponse): void {
    const { createDecoder, limits, observer } = this.#parts;
    const context = contextOf(opened, limits);
    // Values go directly to the observer. Routing them through this object would add a layer to each value.
    this.#decoder = createDecoder(observer.next.bind(observer), context);
    this.#resumption?.begin(context.mediaType);
    this.#read(opened.response.body);
  }

  #read(body: TransportBody): void {
    const { idle, eventIdle } = this.#parts.timeouts;
    const resumption = this.#resumption;
    this.#body = body;
    this.#scope.onFailure((failure) => this.#onFailure(failure));
    // An idle stream may be a connection that was lost without notice.
    const onSilence = resumption && ((error: LmError) => this.#resumeAt(resumption, error));
    this.#scope.startIdle(idle, eventIdle, onSilence);
    body.start(this);
    // The body may have failed within `start` and have been replaced by a resumed one.
    if (this.#paused && this.#body === body && !this.#ended) {
      body.pause();
      this.#scope.idle.pause();
    }
  }

  /** Completes the response. The observer is notified immediately, whatever the connection does. The decoder first emits what it still holds. */
  #complete(): void {
    const { observer, clock } = this.#parts;
    this.#ended = true;
    // Ends an attempt to resume.
    if (this.#resumption !== undefined && this.#body === undefined) this.#scope.fail(streamEndedEarly());
    this.#tidy();
    if (this.#body !== undefined) (this.#tail ??= new StreamTail(clock)).linger(this.#body, this.#paused);
    try {
      this.#decoder?.finish?.();
    } catch (error) {
      // An error that the observer of a source threw is passed on unchanged.
      return observer.error(isLmError(error) ? this.#explained(error) : error);
    }
    observer.complete();
  }

  #fail(caught: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    // The failure may occur during an event. The rest of the network read must not be emitted.
    this.#decoder?.stop();
    const error = this.#http.failureOf(caught, this.#scope);
    this.#tidy();
    this.#body?.cancel();
    this.#resumption?.cancel(error);
    this.#parts.observer.error(this.#explained(error));
  }

  #explained(error: LmError): LmError {
    return this.#decoder?.explain?.(error) ?? error;
  }

  #tidy(): void {
    this.#tail?.stop();
    this.consumer?.dispose();
    this.#release?.();
    this.#http.closeScope(this.#scope);
  }
}
