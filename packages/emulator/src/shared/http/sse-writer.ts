import type { ResponseSink } from './response-sink.js';

/** The last event of a stream on OpenAI-format routes. */
export const DONE_EVENT = 'data: [DONE]\n\n';

/** Writes a stream of server-sent events. The head is sent with the first event. */
export class SseWriter {
  readonly #sink: ResponseSink;
  readonly #headers: Readonly<Record<string, string>>;
  #started = false;
  #headSent = false;
  #tail: Promise<void> = Promise.resolve();

  /** `headers` are those of the emulated server. */
  constructor(sink: ResponseSink, headers: Readonly<Record<string, string>>) {
    this.#sink = sink;
    this.#headers = headers;
  }

  /** True if anything was sent or queued. Then no other response is possible. */
  get started(): boolean {
    return this.#started;
  }

  /** Sends the head immediately, for a stream that may be silent for a long time. */
  open(): Promise<void> {
    return this.#write('');
  }

  /** Sends a `data:` event with `value` as JSON. */
  data(value: unknown): Promise<void> {
    return this.#write(`data: ${JSON.stringify(value)}\n\n`);
  }

  /** Sends an event with an `event:` line. */
  event(type: string, value: unknown): Promise<void> {
    return this.#write(`event: ${type}\ndata: ${JSON.stringify(value)}\n\n`);
  }

  /** Sends `[DONE]` and ends the body. */
  async done(): Promise<void> {
    await this.#write(DONE_EVENT);
    await this.end();
  }

  /** Ends the body. */
  end(): Promise<void> {
    return this.#sink.end();
  }

  /** Queues a text. This keeps the order even for a caller that does not wait, such as a load that reports progress. */
  #write(text: string): Promise<void> {
    this.#started = true;
    const written = this.#tail.then(() => this.#send(text));
    this.#tail = written;
    // The caller may not await this write. The next awaited write rejects with the same error.
    written.catch(() => undefined);
    return written;
  }

  async #send(text: string): Promise<void> {
    if (!this.#headSent) {
      this.#headSent = true;
      await this.#sink.start({ status: 200, headers: this.#headers });
    }
    // An empty chunk would end a chunked body.
    if (text !== '') await this.#sink.write(Buffer.from(text));
  }
}
