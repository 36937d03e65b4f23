import type { PartialResponse } from '../contract/chat.js';
import type { Warning } from '../contract/warning.js';
import { describeJson } from '../json/describe-json.js';
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
  /** The warning about the first value that was skipped. */
  #skipped: Warning | undefined;

  constructor(receiver: WireReceiver<Wire>) {
    this.#receiver = receiver;
  }

  finish(): void {
    if (!this.#begun) this.#begin();
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
    if (this.#begun) return this.#receiver.push(value);
    this.#begun = true;
    this.#receiver.push(value);
    this.#begin();
  }

  /**
   * Skips JSON that is not a value of the stream, such as a number or `null`, with the warning `data_skipped`. There is one warning a stream. Returns
   * false, which `event` and `line` return too.
   */
  protected skip(json: unknown): false {
    if (this.#skipped !== undefined) return false;
    this.#skipped = {
      code: 'data_skipped',
      message: `A chunk of the stream was skipped, because it is not a JSON object (${describeJson(json)}). If a part of the response is missing, check the server and any proxy in front of it.`,
    };
    if (this.#begun) this.#receiver.warn?.(this.#skipped);
    return false;
  }

  /** Reports the first value that was skipped before any other. It waits for a value, because that names the model in the first event. */
  #begin(): void {
    this.#begun = true;
    if (this.#skipped !== undefined) this.#receiver.warn?.(this.#skipped);
  }
}
