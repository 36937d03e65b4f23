import type { Clock, TimerHandle } from '../clock/clock.js';
import type { EventObserver, StreamSubscription } from '../contract/streams.js';
import { isLmError, toLmError } from '../errors/guards.js';
import { LmError } from '../errors/lm-error.js';
import { StreamError } from '../errors/stream-error.js';
import type { CallScope } from '../signals/call-scope.js';
import type { BodySink, TransportBody } from '../transport/transport.js';
import { apiErrorFromJson, apiErrorFromText } from '../errors/create-api-error.js';
import type { ResponseContext, BodyDecoder, BodyDecoderFactory } from '../decode/body-decoder.js';
import type { CallHost } from './call-host.js';
import { mediaTypeOf } from './exchange.js';
import type { HttpCall } from './http-call.js';
import type { BodyLimits } from '../decode/limits.js';
import type { OpenResponse } from './open-response.js';
import type { ResolvedTimeouts } from './resolve-timeouts.js';
import { Resumption } from './resumption.js';

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
  readonly #resumption: Resumption | undefined;
  #body: TransportBody | undefined;
  #decoder: BodyDecoder | undefined;
  #release: (() => void) | undefined;
  #ended = false;
  #paused = false;
  /** Bytes of the answer that the decoder has got. */
  #bytes = 0;
  #lingering: TimerHandle | undefined;

  constructor(http: CallHost, parts: StreamCallParts<T>) {
    this.#http = http;
    this.#parts = parts;
    this.#scope = http.openScope(parts.call);
    this.#resumption = this.#createResumption(parts);
  }

  /** Sends the request and pushes what comes. Never rejects: errors go to the observer. */
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
  }

  resume(): void {
    if (this.#ended || !this.#paused) return;
    this.#paused = false;
    this.#scope.idle.resume();
    this.#body?.resume();
  }

  cancel(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#decoder?.stop();
    // Ends a request that has no answer yet, and every wait before it.
    this.#scope.fail(new LmError('closed', 'The stream was left.'));
    this.#tidy();
    this.#body?.cancel();
    this.#resumption?.cancel(undefined);
  }

  data(bytes: Uint8Array): void {
    const decoder = this.#decoder;
    if (this.#ended || decoder === undefined) return;
    this.#scope.idle.touchBytes();
    this.#bytes += bytes.length;
    const before = decoder.values;
    try {
      decoder.push(bytes);
    } catch (error) {
      return this.#fail(error);
    }
    if (decoder.values !== before) this.#scope.idle.touchEvent();
    if (decoder.done && !this.#ended) this.#complete();
  }

  end(): void {
    this.#stopLingering();
    if (this.#ended) return;
    if (this.#resumption === undefined) return this.#endResponse();
    // A half event goes on with the next byte: the decoder hears of an end only when there is none.
    const error = new StreamError('stream_truncated', 'The answer broke off before its end.');
    this.#resumeAt(this.#resumption, error, () => this.#endResponse());
  }

  error(error: unknown): void {
    this.#stopLingering();
    const resumption = this.#scope.failure === undefined ? this.#resumption : undefined;
    const failure = resumption === undefined ? undefined : toLmError(error);
    if (resumption === undefined || failure?.code !== 'connection_failed') return this.#fail(error);
    this.#resumeAt(resumption, failure);
  }

  #createResumption({ call, timeouts }: StreamCallParts<T>): Resumption | undefined {
    const { resume } = call;
    if (resume === undefined) return undefined;
    const host = this.#http;
    const accept = call.accept ?? STREAM_TYPES;
    return new Resumption({ host, resume, policy: host.retryPolicyOf(call), scope: this.#scope, timeouts, accept });
  }

  /** Goes on where the answer broke off; where that cannot be, ends as if nothing had been tried. */
  #resumeAt(resumption: Resumption, failure: LmError, giveUp = (): void => this.#fail(failure)): void {
    if (this.#ended) return;
    this.#scope.idle.stop();
    this.#body?.cancel();
    this.#body = undefined;
    const taken = resumption.next(failure, this.#bytes).then((body) => {
      if (this.#ended) return body?.cancel();
      if (body === undefined) giveUp();
      else this.#read(body);
    });
    this.#http.cancellations.track(taken.catch((error: unknown) => this.#fail(error)));
  }

  /** The body is over. */
  #endResponse(): void {
    try {
      this.#decoder?.end();
    } catch (error) {
      return this.#fail(error);
    }
    if (this.#ended) return;
    this.#ended = true;
    this.#tidy();
    this.#finish();
  }

  #begin(opened: OpenResponse): void {
    const { createDecoder, limits, observer } = this.#parts;
    const mediaType = mediaTypeOf(opened.response);
    const context: ResponseContext = {
      mediaType,
      limits,
      apiError: (body) => apiErrorFromJson(opened.exchange, body),
      apiErrorFromText: (body) => apiErrorFromText(opened.exchange, body),
    };
    // Values go straight on to the observer: back through here they would pass this layer twice.
    this.#decoder = createDecoder(observer.next.bind(observer), context);
    this.#resumption?.begin(mediaType);
    this.#read(opened.response.body);
  }

  #read(body: TransportBody): void {
    const { idle, eventIdle } = this.#parts.timeouts;
    const resumption = this.#resumption;
    this.#body = body;
    this.#scope.onFailure((failure) => this.#fail(failure));
    // Silence may be a connection that is gone without a word.
    const onSilence = resumption && ((error: LmError) => this.#resumeAt(resumption, error));
    this.#scope.startIdle(idle, eventIdle, onSilence);
    body.start(this);
    // It may have broken off within `start`, and be another's turn already.
    if (this.#paused && this.#body === body && !this.#ended) {
      body.pause();
      this.#scope.idle.pause();
    }
  }

  /** The format's own end has come: the observer is told at once, whatever the connection does. */
  #complete(): void {
    this.#ended = true;
    this.#tidy();
    const body = this.#body;
    if (body !== undefined) this.#linger(body);
    this.#finish();
  }

  /** The response is whole: the decoder emits what is still open. */
  #finish(): void {
    const { observer } = this.#parts;
    try {
      this.#decoder?.finish?.();
    } catch (error) {
      // What the consumer itself has thrown stays as it is.
      return observer.error(isLmError(error) ? this.#explained(error) : error);
    }
    observer.complete();
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
    if (this.#ended) return;
    this.#ended = true;
    // The failure may come from within an event: the rest of the read is not emitted.
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
    this.#release?.();
    this.#http.closeScope(this.#scope);
  }
}
