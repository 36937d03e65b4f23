import type { PartialResponse } from '../contract/chat.js';
import type { Warning } from '../contract/warning.js';
import { attachPartial } from '../errors/stream-error.js';
import { isLmError } from '../errors/guards.js';
import type { PushSource } from '../stream/push-source.js';

/** Decodes wire values to events, without I/O. A provider implements it for each kind of stream. */
export interface StreamDecoder<Wire> {
  /** Decodes one wire value. May throw an `LmError`. */
  push(wire: Wire): void;
  /** Emits what is still open and `finish`, because the stream of wire values is complete. */
  end(): void;
  /** Returns the partial response, for errors. */
  partial(): PartialResponse;
  /** Stops emitting, because the consumer has canceled. */
  stop?(): void;
  /** Adds a warning about the stream to the response. Without this method, the warning is dropped. */
  warn?(warning: Warning): void;
}

/** Converts a source of wire values to a source of events. Each value is decoded when it is pushed. */
export function decodeSource<Wire, Event>(
  source: PushSource<Wire>,
  createDecoder: (emit: (event: Event) => void) => StreamDecoder<Wire>,
): PushSource<Event> {
  return {
    subscribe(observer) {
      const decoder = createDecoder((event) => observer.next(event));
      let begun = false;
      const fail = (error: unknown): void => {
        observer.error(begun && isLmError(error) ? attachPartial(error, decoder.partial()) : error);
      };
      return source.subscribe({
        next(wire) {
          begun = true;
          decoder.push(wire);
        },
        error: fail,
        complete() {
          try {
            decoder.end();
          } catch (error) {
            return fail(error);
          }
          observer.complete();
        },
      });
    },
  };
}
