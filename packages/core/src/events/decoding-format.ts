import type { PartialResponse } from '../contract/chat.js';
import type { StreamDecoder } from './decode-source.js';

/** What takes the wire values of a stream: a decoder, or whoever wants them as they are. */
export type WireReceiver<Wire> = Pick<StreamDecoder<Wire>, 'push'> & Partial<StreamDecoder<Wire>>;

/** The part of an `SseJsonFormat` or `NdjsonFormat` that passes wire values on to a receiver, and tells it of the stream's end. */
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

  /** Passes a value on. */
  protected push(value: Wire): void {
    this.#begun = true;
    this.#receiver.push(value);
  }
}
