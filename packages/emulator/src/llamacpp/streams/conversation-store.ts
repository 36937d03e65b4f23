import type { Exchange } from '../../shared/server/exchange.js';
import { evictOldest } from '../../shared/store/evict-oldest.js';
import { LlamaRefusal } from '../llama-refusal.js';
import { KeptStream } from './kept-stream.js';

/** Time in ms for which a stream is kept after its end. */
const KEEP_MS = 300_000;

/** Maximum number of streams in progress. They continue without their clients, so closed sockets do not end them. */
const MAX_IN_PROGRESS = 100;

/** Maximum number of kept streams. */
const KEEP_COUNT = 1000;

/** Maximum size of all kept streams together, in bytes. Each of them is limited too. */
const KEEP_BYTES = 32 * 1024 * 1024;

/** The streams that survive a lost connection, by conversation id. */
export class ConversationStore {
  readonly #streams = new Map<string, KeptStream>();
  readonly #nowMs: () => number;
  readonly #closing: AbortSignal;

  constructor(nowMs: () => number, closing: AbortSignal) {
    this.#nowMs = nowMs;
    this.#closing = closing;
  }

  /** Returns the stream of this id, unless it ended too long ago. */
  find(id: string): KeptStream | undefined {
    const stream = this.#streams.get(id);
    if (stream === undefined) return undefined;
    if (this.#nowMs() - (stream.completedAt ?? this.#nowMs()) < KEEP_MS) return stream;
    this.#streams.delete(id);
    return undefined;
  }

  /** Runs `write` with a kept stream and forwards that to the client. `write` continues when the client disconnects. */
  async keep(id: string, exchange: Exchange, write: (inner: Exchange) => Promise<void>): Promise<void> {
    this.stop(id);
    if ([...this.#streams.values()].filter(isInProgress).length >= MAX_IN_PROGRESS) {
      throw new LlamaRefusal(503, 'Too many streams are in progress.');
    }
    const stream = new KeptStream(this.#nowMs);
    this.#streams.set(id, stream);
    this.#evict();
    const signal = AbortSignal.any([this.#closing, stream.signal]);
    const inner: Exchange = { ...exchange, sink: stream, signal };
    void write(inner).catch((error: unknown) => {
      stream.fail(error);
      // A refusal cannot be resumed.
      if (!stream.begun && this.#streams.get(id) === stream) this.#streams.delete(id);
    });
    return stream.copyTo(exchange.sink, 0, exchange.signal);
  }

  /** Removes the streams that ended too long ago, and the oldest ones above the limits. Those in progress are kept. */
  #evict(): void {
    for (const id of this.#streams.keys()) this.find(id);
    evictOldest(this.#streams, {
      maxCount: KEEP_COUNT,
      maxBytes: KEEP_BYTES,
      bytesOf: ({ keptBytes }) => keptBytes,
      inUse: isInProgress,
    });
  }

  /** Stops and removes the stream of this id. */
  stop(id: string): void {
    this.#streams.get(id)?.stop();
    this.#streams.delete(id);
  }
}

function isInProgress({ completedAt }: KeptStream): boolean {
  return completedAt === undefined;
}
