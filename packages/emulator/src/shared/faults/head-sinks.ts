import type { ResponseHead, ResponseSink } from '../http/response-sink.js';
import { ForwardingSink, withoutLength } from './forwarding-sink.js';

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

/** Announces a body of this many bytes. Waits instead of the end if the body is shorter. */
export class ContentLengthSink extends ForwardingSink {
  readonly #wait: () => Promise<void>;
  readonly #bytes: number;
  #left: number;

  constructor(inner: ResponseSink, bytes: number, wait: () => Promise<void>) {
    super(inner);
    this.#bytes = bytes;
    this.#left = bytes;
    this.#wait = wait;
  }

  override start(head: ResponseHead): Promise<void> {
    const { status, headers } = withoutLength(head);
    return super.start({ status, headers: { ...headers, 'Content-Length': String(this.#bytes) } });
  }

  override async write(bytes: Uint8Array): Promise<void> {
    const sent = bytes.subarray(0, this.#left);
    this.#left -= sent.length;
    if (sent.length > 0) await super.write(sent);
  }

  override async end(): Promise<void> {
    if (this.#left > 0) await this.#wait();
    await super.end();
  }
}
