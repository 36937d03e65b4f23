import { StreamError, type LmError } from '@lmux/core/provider';
import { SseJsonDecoder, type ResponseContext, type BodyDecoder } from '@lmux/core/provider/streams';
import type { ChatStreamFormat } from './chat-stream-format.js';

/** The body of a streamed chat: over at `chat.end`, whatever the connection does, and at nothing else. */
export class ChatStreamBody implements BodyDecoder {
  readonly #format: ChatStreamFormat;
  readonly #events: SseJsonDecoder;

  constructor(format: ChatStreamFormat, context: ResponseContext) {
    this.#format = format;
    this.#events = new SseJsonDecoder(format, context);
  }

  get done(): boolean {
    return this.#format.isComplete();
  }

  get values(): number {
    return this.#events.values;
  }

  push(bytes: Uint8Array): void {
    try {
      this.#events.push(bytes);
    } catch (error) {
      // What follows the end is nobody's business; the failure that waited for the end is.
      if (!this.done || error === this.#format.failure) throw error;
      return;
    }
    if (!this.#events.done || this.done) return;
    throw new StreamError(
      'stream_truncated',
      'The stream ended with [DONE] but without "chat.end": something between here and LM Studio closed it early. What had arrived is in "partial".',
    );
  }

  end(): void {
    this.#events.end();
  }

  finish(): void {
    this.#events.finish();
  }

  stop(): void {
    this.#events.stop();
  }

  explain(error: LmError): LmError {
    // What the server said first is why the stream ended early, unless it was ended here.
    const isOurs = error.code === 'aborted' || error.code === 'closed';
    return this.#events.explain(isOurs ? error : (this.#format.failure ?? error));
  }
}
