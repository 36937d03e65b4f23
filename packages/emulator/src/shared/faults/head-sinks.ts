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

/** Sends a different Content-Type. An empty value omits the header. */
export class ContentTypeSink extends ForwardingSink {
  readonly #value: string;

  constructor(inner: ResponseSink, value: string) {
    super(inner);
    this.#value = value;
  }

  override start(head: ResponseHead): Promise<void> {
    const { 'Content-Type': _dropped, ...headers } = head.headers;
    if (this.#value === '') return super.start({ ...head, headers });
    return super.start({ ...head, headers: { ...headers, 'Content-Type': this.#value } });
  }
}
