import { LmError } from '../errors/lm-error.js';
import type { BodySink, TransportBody } from '../transport/transport.js';

/** Bytes, or text that is sent as UTF-8. */
export type FakeChunk = string | Uint8Array;

const encoder = new TextEncoder();

function isChunk(body: unknown): body is FakeChunk {
  return typeof body === 'string' || body instanceof Uint8Array;
}

/** A scripted body. Each chunk is one network read, in a turn of its own. */
export class FakeBody implements TransportBody {
  readonly #chunks: AsyncIterator<FakeChunk> | Iterator<FakeChunk>;
  readonly #ending: 'end' | 'break' | 'hold';
  readonly #signal: AbortSignal;
  readonly #onEnd: (canceled: boolean) => void;
  #sink: BodySink | undefined;
  #over = false;
  #isAborted = false;
  #paused = false;
  #resume: () => void = () => {};

  /** @param onEnd Called once, when the connection is released, with true if the body was canceled. */
  constructor(
    body: FakeChunk | Iterable<FakeChunk> | AsyncIterable<FakeChunk>,
    ending: 'end' | 'break' | 'hold',
    signal: AbortSignal,
    onEnd: (canceled: boolean) => void,
  ) {
    const chunks = isChunk(body) ? [body] : body;
    this.#chunks = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
    this.#ending = ending;
    this.#signal = signal;
    this.#onEnd = onEnd;
    signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  start(sink: BodySink): void {
    this.#sink = sink;
    // The signal ended the body before. After `cancel`, the sink is not called.
    if (this.#isAborted) sink.error(this.#signal.reason);
    if (this.#over) return;
    this.#read().catch((error: unknown) => this.#finish(false, () => sink.error(error)));
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#resume();
  }

  cancel(): void {
    this.#finish(true, () => {});
  }

  async #read(): Promise<void> {
    for (;;) {
      const result = await this.#chunks.next();
      while (this.#paused && !this.#over) await new Promise<void>((resolve) => (this.#resume = resolve));
      if (this.#over) return;
      if (result.done === true) break;
      const chunk = result.value;
      if (chunk.length > 0) this.#sink?.data(typeof chunk === 'string' ? encoder.encode(chunk) : chunk);
    }
    if (this.#ending === 'end') this.#finish(false, () => this.#sink?.end());
    if (this.#ending === 'break') {
      const error = new LmError('connection_failed', 'The connection closed mid-stream (scripted).');
      this.#finish(false, () => this.#sink?.error(error));
    }
  }

  readonly #onAbort = (): void => {
    this.#isAborted = true;
    this.#finish(true, () => this.#sink?.error(this.#signal.reason));
  };

  #finish(canceled: boolean, notify: () => void): void {
    if (this.#over) return;
    this.#over = true;
    this.#signal.removeEventListener('abort', this.#onAbort);
    this.#resume();
    // Lets a waiting script run its cleanup.
    if (canceled) void Promise.resolve(this.#chunks.return?.()).catch(() => {});
    this.#onEnd(canceled);
    notify();
  }
}
