import type { ChatResponse } from './chat.js';
import type { CompletionResponse } from './completion.js';
import type { CompletionStreamEvent, StreamEvent } from './stream-event.js';

/** Takes events as they come; see `EventStream.subscribe`. */
export interface EventObserver<Event> {
  /** An event. Called synchronously for every event of a network read. */
  next(event: Event): void;
  /** The stream broke; nothing follows. */
  error(error: unknown): void;
  /** The stream is complete; nothing follows. */
  complete(): void;
}

/** A running subscription to a stream. */
export interface StreamSubscription {
  /** Stop reading from the network until `resume`; what is already read still arrives. */
  pause(): void;
  /** Go on reading. */
  resume(): void;
  /** Leave: the socket is closed at once, and the observer hears nothing any more. */
  cancel(): void;
}

/**
 * A reply as it comes. Nothing is sent before the first pull; every error, also of validation and capabilities, comes
 * out of pulling. It has one consumer: iterate it, or read `text()`, or `toReadableStream()`, or `subscribe`; a
 * second one rejects with `invalid_request`. `response()` may be asked beside any of them, and by itself drives the stream.
 *
 * Leaving early in any way (break, return, throw, abort, `close`, dispose) closes the socket at once.
 */
export interface EventStream<Event, Response> extends AsyncIterable<Event>, AsyncDisposable {
  /** The pieces of the reply's text alone. */
  text(): AsyncIterableIterator<string>;
  /** The whole reply at the end of the stream. Rejects with the stream's error; what had arrived is in its `partial`. */
  response(): Promise<Response>;
  /** The events as a web stream, which closes the socket when it is cancelled. */
  toReadableStream(): ReadableStream<Event>;
  /**
   * The events by callback, without a promise each: for adapters to other kinds of streams. The request is sent at once.
   * The source does not wait for a slow observer unless that calls `pause`.
   */
  subscribe(observer: EventObserver<Event>): StreamSubscription;
  /** Ends the stream if it runs: a pending pull is done, a pending `response()` rejects with `closed`. */
  close(): Promise<void>;
}

/** The stream of a chat. */
export type ChatStream = EventStream<StreamEvent, ChatResponse>;

/** The stream of a text completion. */
export type CompletionStream = EventStream<CompletionStreamEvent, CompletionResponse>;
