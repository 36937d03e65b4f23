import type { Clock, TimerHandle } from '../clock/clock.js';
import type { EventStream, StreamSubscription } from '../contract/streams.js';
import { toLmError } from '../errors/guards.js';
import { LmError } from '../errors/lm-error.js';
import { toErrorBody } from './error-body.js';
import type { StreamFormat, TypedEvent } from './stream-format.js';

/** The parameters of an `EventEncoder`. */
export interface EventEncoderInit<Event extends TypedEvent> {
  readonly stream: EventStream<Event, unknown>;
  readonly format: StreamFormat<Event>;
  readonly clock: Clock;
  readonly keepAliveMs: number;
  readonly errorMessage: ((error: LmError) => string) | undefined;
}

/** Number of bytes that may wait for the reader before the model is paused. */
const MAX_QUEUED = 64 * 1024;

const ENCODER = new TextEncoder();

/** Events that tell nothing about whether the model responds. */
const PRELIMINARY: ReadonlySet<string> = new Set(['start', 'warning', 'step-start']);

/**
 * Encodes the events of a stream as bytes. All events of a network read become one chunk. The stream is paused while too many bytes wait for
 * the reader, and canceled with it.
 */
export class EventEncoder<Event extends TypedEvent> {
  readonly readable: ReadableStream<Uint8Array<ArrayBuffer>>;
  readonly #init: EventEncoderInit<Event>;
  readonly #controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>;
  #subscription: StreamSubscription | undefined;
  /**
   * Resolves when the response can begin, or with the error that is to take its place. The bytes are then not used.
   */
  readonly begun: Promise<LmError | undefined>;
  #reportBegun: (failure?: LmError) => void = () => {};
  #started = false;
  #begun = false;
  /** True if the stream has delivered its complete response. */
  #finished = false;
  #over = false;
  #paused = false;
  /** Text of the current network read. */
  #text = '';
  #flushes = false;
  /** The error that aborts the body once everything before it is read. */
  #failure: LmError | undefined;
  #timer: TimerHandle | undefined;
  #writtenAtMs = 0;

  constructor(init: EventEncoderInit<Event>) {
    this.#init = init;
    this.begun = new Promise((resolve) => {
      this.#reportBegun = resolve;
    });
    let own: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | undefined;
    this.readable = new ReadableStream(
      {
        start(controller) {
          own = controller;
        },
        pull: () => this.#pull(),
        cancel: () => this.#cancel(),
      },
      // With a high-water mark of 0, pull is called only when the queue is empty, and not before the first read.
      { highWaterMark: 0, size: (chunk) => chunk.byteLength },
    );
    // The constructor of a stream calls start.
    this.#controller = own as typeof own & {};
  }

  /** Sends the request. */
  start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#subscription = this.#init.stream.subscribe({
      next: (event) => this.#next(event),
      error: (error) => this.#fail(toLmError(error)),
      complete: () => this.#end(),
    });
    // An event may have failed before there was a subscription.
    if (this.#over) this.#subscription.cancel();
  }

  /** Starts to send what keeps the connection alive, because the response has begun. From now on, an error is part of the body. */
  begin(sendsNow = false): void {
    if (this.#begun) return;
    this.#begun = true;
    this.#reportBegun();
    if (this.#over) return;
    const { format, clock, keepAliveMs } = this.#init;
    this.#writtenAtMs = clock.now();
    // Servers send the headers with the first bytes of the body.
    if (sendsNow) this.#write(format.keepAlive ?? '');
    if (format.keepAlive !== undefined && keepAliveMs > 0) this.#arm(keepAliveMs);
  }

  #next(event: Event): void {
    if (this.#over) return;
    this.#finished ||= event.type === 'finish';
    let text: string;
    try {
      text = this.#init.format.encode(event);
    } catch (error) {
      this.#subscription?.cancel();
      return this.#fail(toLmError(error));
    }
    if (text === '') return;
    this.#text += text;
    if (!this.#begun && !PRELIMINARY.has(event.type)) this.begin();
    if (this.#flushes) return;
    this.#flushes = true;
    queueMicrotask(this.#flush);
  }

  readonly #flush = (): void => {
    this.#flushes = false;
    if (this.#over) return;
    const text = this.#text;
    // A server may split a character between two events. Its halves have no encoding.
    const isSplit = isHighSurrogate(text.charCodeAt(text.length - 1));
    this.#text = isSplit ? text.slice(-1) : '';
    this.#write(isSplit ? text.slice(0, -1) : text);
    if (this.#paused || this.#queued < MAX_QUEUED) return;
    this.#paused = true;
    this.#subscription?.pause();
  };

  get #queued(): number {
    return -(this.#controller.desiredSize ?? 0);
  }

  #write(text: string): void {
    if (text === '') return;
    this.#controller.enqueue(ENCODER.encode(text));
    this.#writtenAtMs = this.#init.clock.now();
  }

  #pull(): void {
    this.begin();
    this.start();
    if (this.#failure !== undefined) return this.#controller.error(this.#failure);
    if (!this.#paused) return;
    this.#paused = false;
    this.#subscription?.resume();
  }

  #end(): void {
    if (this.#over) return;
    // A stream that the application closes ends without an error. Its body must not look complete.
    if (!this.#finished)
      return this.#fail(new LmError('closed', 'The stream was closed before the response was complete.'));
    this.begin();
    this.#release();
    this.#write(this.#text);
    this.#controller.close();
  }

  #fail(failure: LmError): void {
    if (this.#over) return;
    this.#release();
    if (!this.#begun) return this.#reportBegun(failure);
    const { format, errorMessage } = this.#init;
    this.#write(this.#text);
    if (format.encodeError !== undefined) {
      try {
        this.#write(format.encodeError(toErrorBody(failure, errorMessage)));
        return this.#controller.close();
      } catch {
        // A function of the application failed. The body is aborted instead.
      }
    }
    // An error discards what is queued, so it waits until that is read.
    if (this.#queued > 0) this.#failure = failure;
    else this.#controller.error(failure);
  }

  async #cancel(): Promise<void> {
    this.#release();
    if (this.#started) this.#subscription?.cancel();
    else await this.#init.stream.close();
  }

  #release(): void {
    this.#over = true;
    if (this.#timer !== undefined) this.#init.clock.clearTimeout(this.#timer);
  }

  #arm(delayMs: number): void {
    this.#timer = this.#init.clock.setTimeout(() => {
      const { format, clock, keepAliveMs } = this.#init;
      const idleMs = clock.now() - this.#writtenAtMs;
      // Bytes that wait for the reader show that the connection is not idle.
      if (idleMs >= keepAliveMs && this.#queued === 0) this.#write(format.keepAlive ?? '');
      this.#arm(idleMs >= keepAliveMs ? keepAliveMs : keepAliveMs - idleMs);
    }, delayMs);
  }
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code < 0xdc00;
}
