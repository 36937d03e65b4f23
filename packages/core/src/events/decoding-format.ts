import type { PartialResponse } from '../contract/chat.js';
import type { StreamDecoder } from './decode-source.js';

/** The receiver of a stream's wire values: a decoder, or code that uses them undecoded. */
export type WireReceiver<Wire> = Pick<StreamDecoder<Wire>, 'push'> & Partial<StreamDecoder<Wire>>;

/**
 * The part of an `SseJsonFormat` or `NdjsonFormat` that passes wire values on to a receiver and notifies it of the
 * stream's end.
 */
export abstract class DecodingFormat<Wire> {
  readonly #receiver: WireReceiver<Wire>;
  #begun = false;

  constructor(receiver: WireReceiver<Wire>) {
    this.#receiver = receiver;
  }

  finish(): void {
    this.#receiver.end?.();
  }

  stop(): void {
    this.#receiver.stop?.();
  }

  partial(): PartialResponse | undefined {
    return this.#begun ? this.#receiver.partial?.() : undefined;
  }

  /** Passes a value on to the receiver. */
  protected push(value: Wire): void {
    this.#begun = true;
    this.#receiver.push(value);
  }
}
