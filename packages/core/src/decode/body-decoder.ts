import type { LmError } from '../errors/lm-error.js';
import type { BodyLimits } from './limits.js';

/** The properties of a response that its decoder needs. */
export interface ResponseContext {
  /** The media type of the response, in lower case without parameters. Empty if there is none. */
  readonly mediaType: string;
  readonly limits: BodyLimits;
  /** Creates the error for a JSON value in the response that describes an error. */
  apiError(body: unknown): LmError;
  /** Creates the error for a response that is text instead of the expected format, such as HTML or a sentence. */
  apiErrorFromText(body: string): LmError;
  /** Returns a text of the response in a form that is safe to show: one line of fewer than 500 characters, without secrets and prompts. */
  showText(text: string): string;
}

/**
 * Decodes the bytes of a response to values, synchronously, with one `push` for each network read. Errors are thrown.
 * `done` becomes true at the end marker of the format, such as `[DONE]`. Nothing is read after that.
 */
export interface BodyDecoder {
  readonly done: boolean;
  /**
   * Number of values so far, without those that only keep the connection alive. `timeouts.eventIdle` measures the time
   * between values.
   */
  readonly values: number;
  /**
   * Time in ms after which the response completes although its body goes on: 500 while it is complete but may go on without adding to its
   * content, for example with usage. 0 while it is incomplete. Read once after each network read. Default: 0.
   */
  readonly endWaitMs?: number;
  /** Decodes the bytes of one read, which may be split anywhere. */
  push(bytes: Uint8Array): void;
  /**
   * Handles the end of the body. Throws if the body ended too early. It is also called when the connection is lost,
   * unless the response can be resumed, and then completes the response only if `done` or `isComplete` is true.
   */
  end(): void;
  /**
   * Returns true if nothing is missing from the response, even if its connection was lost. The response is then
   * complete. By default, only a decoder whose `done` is true is complete.
   */
  isComplete?(): boolean;
  /** Stops emitting, even values of the current read, because the consumer has canceled or the stream has failed. */
  stop(): void;
  /** Emits what is still open, after `done` or `end`. Throws if the response turns out to be incomplete. */
  finish?(): void;
  /**
   * Returns the error to report in place of the one that ended the stream: the same one with `partial`, or another one
   * that explains it.
   */
  explain?(error: LmError): LmError;
}

/** Creates the decoder of one response, which passes its values to `emit`. */
export type BodyDecoderFactory<T> = (emit: (value: T) => void, context: ResponseContext) => BodyDecoder;
