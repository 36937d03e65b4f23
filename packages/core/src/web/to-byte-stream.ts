import { systemClock, type Clock } from '../clock/clock.js';
import type { EventStream } from '../contract/streams.js';
import type { LmError } from '../errors/lm-error.js';
import { checkEventStream, checkFromZero } from './check-options.js';
import { EventEncoder } from './event-encoder.js';
import { formatOf, type StreamFormat, type StreamFormatName, type TypedEvent } from './stream-format.js';

/** Options of `toByteStream`. */
export interface ToByteStreamOptions<Event extends TypedEvent = TypedEvent> {
  /** Default `events`. */
  readonly format?: StreamFormatName | StreamFormat<Event> | undefined;
  /**
   * Time in ms without output after which something is sent that readers ignore, such as a comment: proxies close idle connections. The format
   * `text` has nothing of the kind. 0 turns it off. Default 15,000.
   */
  readonly keepAliveMs?: number | undefined;
  /** Returns the message of an error that the client receives. See `ErrorResponseOptions.errorMessage`. */
  readonly errorMessage?: ((error: LmError) => string) | undefined;
  /** The source of time. Tests may inject `FakeClock`. */
  readonly clock?: Clock | undefined;
}

/** Default of `keepAliveMs`. The HTML standard recommends a comment about every 15 seconds: https://html.spec.whatwg.org/multipage/server-sent-events.html#authoring-notes */
const KEEP_ALIVE_MS = 15_000;

/** Creates the encoder of a stream from the options of a public function. Throws `invalid_request` if they are wrong. */
export function createEncoder<Event extends TypedEvent>(
  stream: EventStream<Event, unknown>,
  options: ToByteStreamOptions<Event>,
): EventEncoder<Event> {
  checkEventStream(stream);
  const { clock = systemClock, errorMessage, keepAliveMs = KEEP_ALIVE_MS } = options;
  checkFromZero('keepAliveMs', keepAliveMs, 'milliseconds');
  const format = formatOf(options.format);
  return new EventEncoder({ stream, format, clock, keepAliveMs, errorMessage });
}

/**
 * Returns the events of a stream as bytes, for a body that you send yourself. `toResponse` is the better choice where a `Response` can be
 * returned, because here an error of the start is part of the body.
 *
 * The request is sent at the first read. A reader that is slow pauses the model, and canceling the byte stream cancels the model.
 */
export function toByteStream<Event extends TypedEvent>(
  stream: EventStream<Event, unknown>,
  options: ToByteStreamOptions<Event> = {},
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return createEncoder(stream, options).readable;
}
