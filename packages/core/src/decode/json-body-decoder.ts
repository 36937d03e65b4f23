import type { LmError } from '../errors/lm-error.js';
import { attachPartial } from '../errors/stream-error.js';
import type { BodyDecoder } from './body-decoder.js';
import type { JsonFormat } from './json-format.js';

/**
 * The common part of the decoders of JSON streams, for events and for lines. It passes the end of the stream on to the
 * format.
 */
export abstract class JsonBodyDecoder<Format extends JsonFormat> implements BodyDecoder {
  done = false;
  values = 0;
  protected readonly format: Format;

  constructor(format: Format) {
    this.format = format;
  }

  abstract push(bytes: Uint8Array): void;

  abstract end(): void;

  isComplete(): boolean {
    return this.done || this.format.isComplete(true);
  }

  finish(): void {
    this.format.finish?.();
  }

  stop(): void {
    this.done = true;
    this.format.stop?.();
  }

  explain(error: LmError): LmError {
    const partial = this.format.partial?.();
    return partial === undefined ? error : attachPartial(error, partial);
  }
}
