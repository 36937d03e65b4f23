import type { ServerResponse } from 'node:http';
import type { ResponseHead, ResponseSink } from './response-sink.js';

/** The sink at the bottom: writes to Node's response. */
export class NodeSink implements ResponseSink {
  readonly #response: ServerResponse;
  readonly #extraHeaders: Readonly<Record<string, string>>;

  /** `extraHeaders` go out with whatever head comes (CORS must be on error replies too). */
  constructor(response: ServerResponse, extraHeaders: Readonly<Record<string, string>>) {
    this.#response = response;
    this.#extraHeaders = extraHeaders;
  }

  start(head: ResponseHead): Promise<void> {
    this.#response.writeHead(head.status, { ...head.headers, ...this.#extraHeaders });
    // Without this the head would wait for the first body byte, and a stall after the head could not be told
    // from one before it.
    this.#response.flushHeaders();
    return Promise.resolve();
  }

  write(bytes: Uint8Array): Promise<void> {
    // Waiting for the flush costs a tick per event but gives back-pressure, and keeps each write its own packet.
    return new Promise((resolve, reject) => {
      this.#response.write(bytes, (error) => (error ? reject(error) : resolve()));
    });
  }

  end(): Promise<void> {
    return new Promise((resolve) => {
      this.#response.end(resolve);
    });
  }
}
