import type { BodySink, TransportBody } from '../../src/transport/transport.js';

/** A sink that keeps what it receives. */
export class BodyReader implements BodySink {
  /** Resolves when the body is complete, and rejects with its error. */
  readonly ended: Promise<void>;
  bytes = 0;
  /** Number of ends and errors that it has received. */
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

  /** Starts a body. Resolves with its reader as soon as the body contains the text. */
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
    // A large body is only counted.
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

  /** Waits until the body contains the text. */
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
