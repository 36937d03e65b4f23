import type { Clock, TimerHandle } from '../clock/clock.js';
import type { EventObserver, StreamSubscription } from '../contract/streams.js';
import { isLmError, toLmError } from '../errors/guards.js';
import { LmError } from '../errors/lm-error.js';
import type { CallScope } from '../signals/call-scope.js';
import type { BodySink, TransportBody } from '../transport/transport.js';
import { apiErrorFromJson, apiErrorFromText } from '../errors/create-api-error.js';
import type { ResponseContext, BodyDecoder, BodyDecoderFactory } from '../decode/body-decoder.js';
import { streamEndedEarly } from '../decode/body-errors.js';
import type { CallHost } from './call-host.js';
import { mediaTypeOf } from './exchange.js';
import type { HttpCall } from './http-call.js';
import type { BodyLimits } from '../decode/limits.js';
import type { OpenResponse } from './open-response.js';
import type { ResolvedTimeouts } from './resolve-timeouts.js';
import { Resumption } from './resumption.js';

/** Time in ms that the connection of a complete stream may take to end by itself, so that it can be reused, before it is closed. */
const LINGER_MS = 200;

/** The default `accept` header. It includes JSON because errors and some complete responses are sent as JSON. */
const STREAM_TYPES = 'text/event-stream, application/json';

/** The dependencies of a `StreamCall`. */
export interface StreamCallParts<T> {
  readonly call: HttpCall;
  readonly timeouts: ResolvedTimeouts;
  readonly createDecoder: BodyDecoderFactory<T>;
  readonly observer: EventObserver<T>;
  readonly clock: Clock;
  readonly limits: BodyLimits;
}

/** One streamed response. Bytes pass from the socket through the decoder to the observer within the callback of the network read. */
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
  /** Number of bytes of the response that the decoder has received. */
  #bytes = 0;
  #lingering: TimerHandle | undefined;

  constructor(http: CallHost, parts: StreamCallParts<T>) {
    this.#http = http;
    this.#parts = parts;
    this.#scope = http.openScope(parts.call);
    this.#resumption = this.#createResumption(parts);
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
    // Ends a request without a response yet, and every wait before it.
    this.#scope.fail(new LmError('closed', 'The stream was canceled.'));
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
    // A resumed response may continue in the middle of an event, so the decoder is ended only if resuming fails.
    this.#resumeAt(this.#resumption, streamEndedEarly(), () => this.#endResponse());
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

  /** Resumes the response where it ended. If that is not possible, ends as if it had not been tried. */
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

  /** Handles the end of the body. */
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
    // Values go directly to the observer. Routing them through this object would add a layer to each value.
    this.#decoder = createDecoder(observer.next.bind(observer), context);
    this.#resumption?.begin(mediaType);
    this.#read(opened.response.body);
  }

  #read(body: TransportBody): void {
    const { idle, eventIdle } = this.#parts.timeouts;
    const resumption = this.#resumption;
    this.#body = body;
    this.#scope.onFailure((failure) => this.#fail(failure));
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

  /** Handles the end marker of the format. The observer is notified immediately, whatever the connection does. */
  #complete(): void {
    this.#ended = true;
    this.#tidy();
    const body = this.#body;
    if (body !== undefined) this.#linger(body);
    this.#finish();
  }

  /** Completes the response. The decoder first emits what it still holds. */
  #finish(): void {
    const { observer } = this.#parts;
    try {
      this.#decoder?.finish?.();
    } catch (error) {
      // An error that the consumer threw is passed on unchanged.
      return observer.error(isLmError(error) ? this.#explained(error) : error);
    }
    observer.complete();
  }

  /** Waits briefly for the connection to end by itself, so that it is kept alive. `data` and `end` no longer have an effect. */
  #linger(body: TransportBody): void {
    const { clock } = this.#parts;
    this.#lingering = clock.setTimeout(() => body.cancel(), LINGER_MS);
    // A body that the consumer has paused would never end.
    if (this.#paused) body.resume();
  }

  #stopLingering(): void {
    if (this.#lingering !== undefined) this.#parts.clock.clearTimeout(this.#lingering);
    this.#lingering = undefined;
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
    this.#release?.();
    this.#http.closeScope(this.#scope);
  }
}
