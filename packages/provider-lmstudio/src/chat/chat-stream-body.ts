import { StreamError, type LmError } from '@lmux/core/provider';
import { SseJsonDecoder, type ResponseContext, type BodyDecoder } from '@lmux/core/provider/streams';
import type { ChatStreamFormat } from './chat-stream-format.js';

/** Decodes the body of a chat stream. Only `chat.end` completes it, no matter when the connection closes. */
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
      // Errors after `chat.end` are ignored. The server's own error, which was held back until then, is not.
      if (!this.done || error === this.#format.failure) throw error;
      return;
    }
    if (!this.#events.done || this.done) return;
    throw new StreamError(
      'stream_truncated',
      'The stream ended with [DONE] but without "chat.end", so the response is incomplete. The partial response is in "partial". Check for a proxy that closes streams early.',
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
    // An error that the server reported is why the stream ended early, unless the caller ended it.
    const isOurs = error.code === 'aborted' || error.code === 'closed';
    return this.#events.explain(isOurs ? error : (this.#format.failure ?? error));
  }
}
