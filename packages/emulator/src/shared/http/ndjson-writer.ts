import type { ResponseSink } from './response-sink.js';

/** Writes one JSON value a line; the head goes out with the first. */
export class NdjsonWriter {
  readonly #sink: ResponseSink;
  #started = false;

  constructor(sink: ResponseSink) {
    this.#sink = sink;
  }

  /** Whether anything was sent, so that no other response is possible. */
  get started(): boolean {
    return this.#started;
  }

  /** One line. */
  async line(value: unknown): Promise<void> {
    if (!this.#started) {
      this.#started = true;
      await this.#sink.start({ status: 200, headers: { 'Content-Type': 'application/x-ndjson' } });
    }
    await this.#sink.write(Buffer.from(`${JSON.stringify(value)}\n`));
  }

  /** The end of the body. */
  end(): Promise<void> {
    return this.#sink.end();
  }
}
