import type { ResponseHead, ResponseSink } from '../http/response-sink.js';
import { ForwardingSink } from './forwarding-sink.js';

/** Sends another Content-Type; an empty value leaves the header out. */
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
