import type { ChatResponse } from './chat.js';
import type { CompletionResponse } from './completion.js';
import type { CompletionStreamEvent, StreamEvent } from './stream-event.js';

/** Receives the events of a stream. See `EventStream.subscribe`. */
export interface EventObserver<Event> {
  /** Receives an event. Called synchronously for every event of a network read. */
  next(event: Event): void;
  /** Called once if the stream fails. No other call follows. */
  error(error: unknown): void;
  /** Called once when the stream is complete. No other call follows. */
  complete(): void;
}

/** A running subscription to a stream. */
export interface StreamSubscription {
  /** Stops reading from the network until `resume`. Events that have already been read are still delivered. */
  pause(): void;
  /** Continues reading. */
  resume(): void;
  /** Unsubscribes and closes the connection immediately. The observer is not called again. */
  cancel(): void;
}

/**
 * A streamed response. The request is sent when the stream is first read, and every error is reported there, including errors of validation.
 *
 * A stream has one consumer: its iterator, `text()`, `toReadableStream()` or `subscribe()`. A second one fails with `invalid_request`.
 * `response()` works in addition to a consumer, before or after it, or alone.
 *
 * A stream is complete at its end marker, or once every choice has a finish reason. Then it does not fail if the connection is lost, and
 * usually waits at most 500 ms for what may follow, such as usage.
 *
 * Ending the stream early by `break`, `return`, an exception, an abort, `close()` or disposal closes the connection immediately.
 */
export interface EventStream<Event, Response> extends AsyncIterable<Event>, AsyncDisposable {
  /** Returns only the text of the response, piece by piece. */
  text(): AsyncIterableIterator<string>;
  /**
   * Returns the complete response at the end of the stream. If the stream has no consumer by the next microtask, it is read for the response
   * alone, and a later consumer fails with `invalid_request`. Rejects with the error of the stream,
   * whose `partial` contains the part of the response that arrived.
   */
  response(): Promise<Response>;
  /** Returns the events as a web `ReadableStream`. Canceling it closes the connection. */
  toReadableStream(): ReadableStream<Event>;
  /**
   * Delivers the events to callbacks, without a promise for each: for adapters to other kinds of streams. Sends the request immediately. A
   * slow observer must call `pause()`, as nothing else slows the stream down.
   */
  subscribe(observer: EventObserver<Event>): StreamSubscription;
  /** Ends the stream. A pending read completes as done, and a pending `response()` rejects with `closed`. */
  close(): Promise<void>;
}

/** The stream of a chat. */
export type ChatStream = EventStream<StreamEvent, ChatResponse>;

/** The stream of a text completion. */
export type CompletionStream = EventStream<CompletionStreamEvent, CompletionResponse>;
