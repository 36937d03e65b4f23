import type { ResponseHead, ResponseSink } from '../http/response-sink.js';
import { ForwardingSink } from './forwarding-sink.js';

/** Waits before the response head. */
export class DelaySink extends ForwardingSink {
  readonly #wait: () => Promise<void>;

  constructor(inner: ResponseSink, wait: () => Promise<void>) {
    super(inner);
    this.#wait = wait;
  }

  override async start(head: ResponseHead): Promise<void> {
    await this.#wait();
    await super.start(head);
  }
}
