import type { ResponseHead, ResponseSink } from '../http/response-sink.js';
import { ForwardingSink, withoutLength } from './forwarding-sink.js';

/** Sends the body in pieces of a fixed size and waits after each. */
export class PieceSink extends ForwardingSink {
  readonly #bytes: number;
  readonly #wait: () => Promise<void>;

  constructor(inner: ResponseSink, bytes: number, wait: () => Promise<void>) {
    super(inner);
    this.#bytes = Math.max(1, bytes);
    this.#wait = wait;
  }

  override start(head: ResponseHead): Promise<void> {
    return super.start(withoutLength(head));
  }

  override async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; at += this.#bytes) {
      await super.write(bytes.subarray(at, at + this.#bytes));
      await this.#wait();
    }
  }
}
