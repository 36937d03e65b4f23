import type { ResponseSink } from './response-sink.js';

/** The last event of every stream on the OpenAI-format routes. */
export const DONE_EVENT = 'data: [DONE]\n\n';

/** Writes a server-sent event stream; the head goes out with the first event. */
export class SseWriter {
  readonly #sink: ResponseSink;
  readonly #headers: Readonly<Record<string, string>>;
  #started = false;
  #headSent = false;
  #tail: Promise<void> = Promise.resolve();

  /** `headers` are those of the server that is played. */
  constructor(sink: ResponseSink, headers: Readonly<Record<string, string>>) {
    this.#sink = sink;
    this.#headers = headers;
  }

  /** Whether anything was sent or is about to be, so that no other response is possible. */
  get started(): boolean {
    return this.#started;
  }

  /** Sends the head now, for a stream that may stay silent for long. */
  open(): Promise<void> {
    return this.#write('');
  }

  /** One `data:` event holding `value` as JSON. */
  data(value: unknown): Promise<void> {
    return this.#write(`data: ${JSON.stringify(value)}\n\n`);
  }

  /** One event with its type on a line of its own. */
  event(type: string, value: unknown): Promise<void> {
    return this.#write(`event: ${type}\ndata: ${JSON.stringify(value)}\n\n`);
  }

  /** The `[DONE]` marker and the end of the body. */
  async done(): Promise<void> {
    await this.#write(DONE_EVENT);
    await this.end();
  }

  /** The end of the body. */
  end(): Promise<void> {
    return this.#sink.end();
  }

  /** Queues a text, so that a caller who cannot wait (a load that reports progress) keeps the order too. */
  #write(text: string): Promise<void> {
    this.#started = true;
    const written = this.#tail.then(() => this.#send(text));
    this.#tail = written;
    // Nobody may be waiting for this one; whoever waits for the next gets the same error.
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
