import type { PartialResponse } from '../contract/chat.js';
import { attachPartial } from '../errors/stream-error.js';
import { isLmError } from '../errors/guards.js';
import type { PushSource } from '../stream/push-source.js';

/** Wire values in, events out, without I/O: what a provider writes for each kind of stream. */
export interface StreamDecoder<Wire> {
  /** Takes one wire value. May throw an `LmError`. */
  push(wire: Wire): void;
  /** The wire's stream is complete: emits what is still open, and `finish`. */
  end(): void;
  /** What has arrived so far, for errors. */
  partial(): PartialResponse;
  /** The consumer has canceled: nothing more is emitted. */
  stop?(): void;
}

/** A source of wire values as a source of events: the decoder runs within the push of each value. */
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
