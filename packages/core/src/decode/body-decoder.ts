import type { IncomingJson } from '../contract/json.js';
import type { LmError } from '../errors/lm-error.js';
import type { BodyLimits } from './limits.js';

/** What a decoder may know of the answer it decodes. */
export interface ResponseContext {
  /** Media type of the answer, in lower case without parameters; empty when it has none. */
  readonly mediaType: string;
  readonly limits: BodyLimits;
  /** The error that a JSON value within the answer carries. */
  apiError(body: IncomingJson): LmError;
  /** The error of an answer that is text where it should not be: HTML, a sentence. */
  apiErrorFromText(body: string): LmError;
}

/**
 * Bytes in, values out, synchronously: one `push` a network read. Errors are thrown. `done` turns true at the format's own end
 * (such as `[DONE]`); then nothing more is read.
 */
export interface BodyDecoder {
  readonly done: boolean;
  /** Takes the bytes of one read, cut anywhere. */
  push(bytes: Uint8Array): void;
  /** The body is over. Throws when it ended too early. */
  end(): void;
}

/** Makes the decoder of one answer; values go to `emit`. */
export type BodyDecoderFactory<T> = (emit: (value: T) => void, context: ResponseContext) => BodyDecoder;
