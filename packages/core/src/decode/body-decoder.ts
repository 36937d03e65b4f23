import type { LmError } from '../errors/lm-error.js';
import type { BodyLimits } from './limits.js';

/** What a decoder may know of the response it decodes. */
export interface ResponseContext {
  /** Media type of the response, in lower case without parameters; empty when it has none. */
  readonly mediaType: string;
  readonly limits: BodyLimits;
  /** Returns the error that a JSON value within the response carries. */
  apiError(body: unknown): LmError;
  /** Returns the error of a response that is text where it should not be: HTML, a sentence. */
  apiErrorFromText(body: string): LmError;
}

/**
 * Bytes in, values out, synchronously: one `push` a network read. Errors are thrown. `done` turns true at the format's own end
 * (such as `[DONE]`); then nothing more is read.
 */
export interface BodyDecoder {
  readonly done: boolean;
  /** Number of values that have come so far, without what only keeps the connection alive: `timeouts.eventIdle` goes by this. */
  readonly values: number;
  /** Takes the bytes of one read, cut anywhere. */
  push(bytes: Uint8Array): void;
  /** The body is over. Throws when it ended too early. */
  end(): void;
  /** The consumer has canceled, or the stream has failed: nothing more is emitted, not even of the read that is being decoded. */
  stop(): void;
  /** The response is complete, by `done` or after `end`: emits what is still open. Throws where it turns out not to be whole. */
  finish?(): void;
  /** Returns the error to report for one that ended the stream: with what has arrived until then (`partial`), or the one that explains it. */
  explain?(error: LmError): LmError;
}

/** Makes the decoder of one response; values go to `emit`. */
export type BodyDecoderFactory<T> = (emit: (value: T) => void, context: ResponseContext) => BodyDecoder;
