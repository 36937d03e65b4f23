import type { ServerResponse } from 'node:http';
import type { ResponseHead, ResponseSink } from './response-sink.js';

/** The innermost sink, which writes to Node's response. */
export class NodeSink implements ResponseSink {
  readonly #response: ServerResponse;
  readonly #extraHeaders: Readonly<Record<string, string>>;
  /** Awaited between the last byte and the end of the response, which may close the connection. */
  beforeEnd: (() => Promise<void>) | undefined = undefined;

  /** `extraHeaders` are added to every head, since error responses need the CORS headers too. */
  constructor(response: ServerResponse, extraHeaders: Readonly<Record<string, string>>) {
    this.#response = response;
    this.#extraHeaders = extraHeaders;
  }

  start(head: ResponseHead): Promise<void> {
    this.#response.writeHead(head.status, { ...head.headers, ...this.#extraHeaders });
    // Otherwise, Node would send the head with the first body byte, and a stall after the head would look like one
    // before it.
    this.#response.flushHeaders();
    return Promise.resolve();
  }

  write(bytes: Uint8Array): Promise<void> {
    // Waiting for the flush costs a tick per event, but it applies backpressure and keeps each write in its own packet.
    return new Promise((resolve, reject) => {
      this.#response.write(bytes, (error) => (error ? reject(error) : resolve()));
    });
  }

  async end(): Promise<void> {
    await this.beforeEnd?.();
    return new Promise((resolve) => {
      this.#response.end(resolve);
    });
  }
}
