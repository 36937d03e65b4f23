import type { ResponseSink } from './response-sink.js';

/** Writes one JSON value per line. The head is sent with the first line. */
export class NdjsonWriter {
  readonly #sink: ResponseSink;
  #started = false;

  constructor(sink: ResponseSink) {
    this.#sink = sink;
  }

  /** True if anything was sent. Then no other response is possible. */
  get started(): boolean {
    return this.#started;
  }

  /** Writes one line. */
  async line(value: unknown): Promise<void> {
    if (!this.#started) {
      this.#started = true;
      await this.#sink.start({ status: 200, headers: { 'Content-Type': 'application/x-ndjson' } });
    }
    await this.#sink.write(Buffer.from(`${JSON.stringify(value)}\n`));
  }

  /** Ends the body. */
  end(): Promise<void> {
    return this.#sink.end();
  }
}
