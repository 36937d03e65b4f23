import type { Exchange } from '../../shared/server/exchange.js';
import { KeptStream } from './kept-stream.js';

/** How long a stream is kept after its end. */
const KEEP_MS = 300_000;

/** The streams that survive their connection, by the id of their conversation. */
export class ConversationStore {
  readonly #streams = new Map<string, KeptStream>();
  readonly #nowMs: () => number;
  readonly #closing: AbortSignal;

  constructor(nowMs: () => number, closing: AbortSignal) {
    this.#nowMs = nowMs;
    this.#closing = closing;
  }

  /** The stream of this id, unless it ended too long ago. */
  find(id: string): KeptStream | undefined {
    const stream = this.#streams.get(id);
    if (stream === undefined) return undefined;
    if (this.#nowMs() - (stream.completedAt ?? this.#nowMs()) < KEEP_MS) return stream;
    this.#streams.delete(id);
    return undefined;
  }

  /** Lets `write` fill a stream that is kept, and sends it on; `write` goes on when the client disconnects. */
  async keep(id: string, exchange: Exchange, write: (inner: Exchange) => Promise<void>): Promise<void> {
    this.stop(id);
    const stream = new KeptStream(this.#nowMs);
    this.#streams.set(id, stream);
    const signal = AbortSignal.any([this.#closing, stream.signal]);
    const inner: Exchange = { ...exchange, sink: stream, signal };
    void write(inner).catch((error: unknown) => {
      stream.fail(error);
      // A refusal cannot be resumed.
      if (!stream.begun && this.#streams.get(id) === stream) this.#streams.delete(id);
    });
    return stream.copyTo(exchange.sink, 0, exchange.signal);
  }

  /** Stops the stream of this id and forgets it. */
  stop(id: string): void {
    this.#streams.get(id)?.stop();
    this.#streams.delete(id);
  }
}
