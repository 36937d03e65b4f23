import type { ResponseSink } from './response-sink.js';

/** The last line of every stream on the OpenAI-shaped routes. */
export const DONE_EVENT = 'data: [DONE]\n\n';

/** What LM Studio's Express server says of a stream. */
const EXPRESS_HEADERS = {
  'X-Powered-By': 'Express',
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-cache',
};

/** Writes a server-sent event stream; the head goes out with the first event. */
export class SseWriter {
  readonly #sink: ResponseSink;
  readonly #headers: Readonly<Record<string, string>>;
  #started = false;
  #headSent = false;
  #tail: Promise<void> = Promise.resolve();

  /** `headers` are those of the server that is played; default LM Studio's. */
  constructor(sink: ResponseSink, headers: Readonly<Record<string, string>> = EXPRESS_HEADERS) {
    this.#sink = sink;
    this.#headers = headers;
  }

  /** Whether anything was sent or is about to be, so that no other answer is possible. */
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

  /** One event with its type on a line of its own, as the native side has it. */
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
