import type { ResponseSink } from './response-sink.js';

/** The last line of every stream on the OpenAI-shaped routes. */
export const DONE_EVENT = 'data: [DONE]\n\n';

/** Writes a server-sent event stream; the head goes out with the first event. */
export class SseWriter {
  readonly #sink: ResponseSink;
  #started = false;

  constructor(sink: ResponseSink) {
    this.#sink = sink;
  }

  /** One `data:` event holding `value` as JSON. */
  async data(value: unknown): Promise<void> {
    await this.#write(`data: ${JSON.stringify(value)}\n\n`);
  }

  /** The `[DONE]` marker and the end of the body. */
  async done(): Promise<void> {
    await this.#write(DONE_EVENT);
    await this.#sink.end();
  }

  async #write(text: string): Promise<void> {
    if (!this.#started) {
      this.#started = true;
      await this.#sink.start({
        status: 200,
        headers: { 'X-Powered-By': 'Express', 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' },
      });
    }
    await this.#sink.write(Buffer.from(text));
  }
}
