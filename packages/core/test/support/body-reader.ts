import type { BodySink, TransportBody } from '../../src/transport/transport.js';

/** A sink that keeps what it gets. */
export class BodyReader implements BodySink {
  /** Resolves when the body is complete; rejects with its error. */
  readonly ended: Promise<void>;
  bytes = 0;
  /** How often it has heard an end or an error. */
  ends = 0;
  #text = '';
  readonly #decoder = new TextDecoder();
  #resolve: () => void = () => {};
  #reject: (error: unknown) => void = () => {};
  #onData: (() => void) | undefined;

  constructor() {
    this.ended = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.ended.catch(() => {});
  }

  /** Starts a body, and returns its reader once the text has this in it. */
  static async of(body: TransportBody, text: string): Promise<BodyReader> {
    const reader = new BodyReader();
    body.start(reader);
    await reader.until(text);
    return reader;
  }

  get text(): string {
    return this.#text;
  }

  data(bytes: Uint8Array): void {
    this.bytes += bytes.length;
    // What is large is only counted.
    if (this.bytes < 1_000_000) this.#text += this.#decoder.decode(bytes, { stream: true });
    this.#onData?.();
  }

  end(): void {
    this.ends += 1;
    this.#resolve();
  }

  error(error: unknown): void {
    this.ends += 1;
    this.#reject(error);
  }

  /** Waits until the text has this in it. */
  async until(text: string): Promise<void> {
    while (!this.#text.includes(text)) await new Promise<void>((resolve) => (this.#onData = resolve));
  }
}

/** Reads a body to its end. */
export async function readAll(body: TransportBody): Promise<string> {
  const reader = new BodyReader();
  body.start(reader);
  await reader.ended;
  return reader.text;
}
