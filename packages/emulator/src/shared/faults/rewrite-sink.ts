import type { ResponseHead, ResponseSink } from '../http/response-sink.js';
import { ForwardingSink, withoutLength } from './forwarding-sink.js';

/** Replaces each event of the body with the result of a function of its text and its index. */
export class RewriteSink extends ForwardingSink {
  readonly #rewrite: (text: string, index: number) => string;
  #index = 0;

  constructor(inner: ResponseSink, rewrite: (text: string, index: number) => string) {
    super(inner);
    this.#rewrite = rewrite;
  }

  override start(head: ResponseHead): Promise<void> {
    return super.start(withoutLength(head));
  }

  override async write(bytes: Uint8Array): Promise<void> {
    const text = this.#rewrite(Buffer.from(bytes).toString('utf8'), this.#index);
    this.#index += 1;
    // An empty chunk would end a chunked body.
    if (text !== '') await super.write(Buffer.from(text));
  }
}
