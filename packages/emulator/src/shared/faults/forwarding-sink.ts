import type { ResponseHead, ResponseSink } from '../http/response-sink.js';

/** Forwards everything to another sink. The base class of the faults, each of which overrides a step. */
export class ForwardingSink implements ResponseSink {
  protected readonly inner: ResponseSink;

  constructor(inner: ResponseSink) {
    this.inner = inner;
  }

  start(head: ResponseHead): Promise<void> {
    return this.inner.start(head);
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.inner.write(bytes);
  }

  end(): Promise<void> {
    return this.inner.end();
  }
}

/** Removes Content-Length from a head, for faults that change the body. The response becomes chunked. */
export function withoutLength(head: ResponseHead): ResponseHead {
  const headers = Object.entries(head.headers).filter(([name]) => name.toLowerCase() !== 'content-length');
  return { status: head.status, headers: Object.fromEntries(headers) };
}
