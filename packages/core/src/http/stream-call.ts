import type { Clock, TimerHandle } from '../clock/clock.js';
import type { EventObserver, StreamSubscription } from '../contract/streams.js';
import { LmError } from '../errors/lm-error.js';
import type { CallScope } from '../signals/call-scope.js';
import type { BodySink, TransportBody } from '../transport/transport.js';
import { apiErrorFromJson, apiErrorFromText } from './api-error-factory.js';
import type { AnswerContext, BodyDecoder, BodyDecoderFactory } from './body-decoder.js';
import type { HttpCall } from './http-call.js';
import type { BodyLimits } from './limits.js';
import type { CallHost, OpenAnswer } from './open-answer.js';
import type { ResolvedTimeouts } from './resolve-timeouts.js';

/** How long a complete stream's connection may take to end by itself, so that it can be used again, before it is closed. */
const LINGER_MS = 200;

/** What is asked for where a call does not say; JSON too, since errors and some whole answers come so. */
const STREAM_TYPES = 'text/event-stream, application/json';

/** What a `StreamCall` is made from. */
export interface StreamCallParts<T> {
  readonly call: HttpCall;
  readonly timeouts: ResolvedTimeouts;
  readonly createDecoder: BodyDecoderFactory<T>;
  readonly observer: EventObserver<T>;
  readonly clock: Clock;
  readonly limits: BodyLimits;
}

/** One streamed answer: from the socket through the decoder to the observer, within the callback of the network read. */
export class StreamCall<T> implements StreamSubscription, BodySink {
  readonly #http: CallHost;
  readonly #parts: StreamCallParts<T>;
  readonly #scope: CallScope;
  #body: TransportBody | undefined;
  #decoder: BodyDecoder | undefined;
  #release: (() => void) | undefined;
  #over = false;
  #paused = false;
  #emitted = 0;
  #lingering: TimerHandle | undefined;

  constructor(http: CallHost, parts: StreamCallParts<T>) {
    this.#http = http;
    this.#parts = parts;
    this.#scope = http.openScope(parts.call);
  }

  /** Sends the request and pushes what comes. Never rejects: errors go to the observer. */
  async run(): Promise<void> {
    const { call, timeouts } = this.#parts;
    try {
      const release = await this.#http.begin(call, this.#scope, timeouts);
      if (this.#over) return release();
      this.#release = release;
      const answer = await this.#http.open(call, this.#scope, timeouts, call.accept ?? STREAM_TYPES);
      if (this.#over) return answer.response.body.cancel();
      this.#begin(answer);
    } catch (error) {
      this.#fail(error);
    }
  }

  pause(): void {
    if (this.#over || this.#paused) return;
    this.#paused = true;
    this.#body?.pause();
    this.#scope.pauseIdle();
  }

  resume(): void {
    if (this.#over || !this.#paused) return;
    this.#paused = false;
    this.#scope.resumeIdle();
    this.#body?.resume();
  }

  cancel(): void {
    if (this.#over) return;
    this.#over = true;
    // Ends a request that has no answer yet, and every wait before it.
    this.#scope.fail(new LmError('closed', 'The stream was left.'));
    this.#tidy();
    this.#body?.cancel();
  }

  data(bytes: Uint8Array): void {
    const decoder = this.#decoder;
    if (this.#over || decoder === undefined) return;
    this.#scope.touchBytes();
    const before = this.#emitted;
    try {
      decoder.push(bytes);
    } catch (error) {
      return this.#fail(error);
    }
    if (this.#emitted !== before) this.#scope.touchEvent();
    if (decoder.done && !this.#over) this.#complete();
  }

  end(): void {
    this.#stopLingering();
    if (this.#over) return;
    try {
      this.#decoder?.end();
    } catch (error) {
      return this.#fail(error);
    }
    if (this.#over) return;
    this.#over = true;
    this.#tidy();
    this.#parts.observer.complete();
  }

  error(error: unknown): void {
    this.#stopLingering();
    this.#fail(error);
  }

  #begin(answer: OpenAnswer): void {
    const { response } = answer;
    const { createDecoder, timeouts, limits, observer } = this.#parts;
    const context: AnswerContext = {
      mediaType: (response.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '',
      limits,
      apiError: (body) => apiErrorFromJson(answer.exchange, body),
      apiErrorFromText: (body) => apiErrorFromText(answer.exchange, body),
    };
    this.#decoder = createDecoder((value) => {
      if (this.#over) return;
      this.#emitted += 1;
      observer.next(value);
    }, context);
    this.#body = response.body;
    this.#scope.onFailure((failure) => this.#fail(failure));
    this.#scope.startIdle(timeouts.idle, timeouts.eventIdle);
    response.body.start(this);
    if (this.#paused && !this.#over) {
      response.body.pause();
      this.#scope.pauseIdle();
    }
  }

  /** The format's own end has come: the observer is told at once, whatever the connection does. */
  #complete(): void {
    this.#over = true;
    this.#tidy();
    const body = this.#body;
    if (body !== undefined) this.#linger(body);
    this.#parts.observer.complete();
  }

  /** Lets the connection end by itself for a moment, so that it is kept alive; `data` and `end` have no effect any more. */
  #linger(body: TransportBody): void {
    const { clock } = this.#parts;
    this.#lingering = clock.setTimeout(() => body.cancel(), LINGER_MS);
    // A body that the consumer has paused would not come to its end.
    if (this.#paused) body.resume();
  }

  #stopLingering(): void {
    if (this.#lingering !== undefined) this.#parts.clock.clearTimeout(this.#lingering);
    this.#lingering = undefined;
  }

  #fail(caught: unknown): void {
    if (this.#over) return;
    this.#over = true;
    const error = this.#http.failureOf(caught, this.#scope);
    this.#tidy();
    this.#body?.cancel();
    this.#parts.observer.error(error);
  }

  #tidy(): void {
    this.#release?.();
    this.#http.closeScope(this.#scope);
  }
}
