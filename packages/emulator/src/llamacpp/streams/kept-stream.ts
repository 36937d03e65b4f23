import type { ResponseHead, ResponseSink } from '../../shared/http/response-sink.js';
import { abortable } from '../../shared/signals/delay.js';

/** Bytes of a stream that are kept; older ones are dropped. */
const KEEP_BYTES = 4 * 1024 * 1024;

/** The bytes of one response, one event a piece, which any number of readers can follow while it is being written. */
export class KeptStream implements ResponseSink {
  readonly #controller = new AbortController();
  readonly #nowMs: () => number;
  readonly startedAt: number;
  #completedAt: number | undefined = undefined;
  #head: ResponseHead | undefined = undefined;
  #pieces: Uint8Array[] = [];
  /** Bytes and pieces that were dropped at the front. */
  #dropped = 0;
  #droppedPieces = 0;
  #total = 0;
  #failure: Error | undefined = undefined;
  /** Resolves when something was written, or it ended; then there is the next one. */
  #change: Promise<void>;
  #wake: () => void = () => undefined;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
    this.startedAt = nowMs();
    this.#change = this.#nextChange();
  }

  /** Fires when somebody stops the stream. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Milliseconds since 1970; undefined while it goes on. */
  get completedAt(): number | undefined {
    return this.#completedAt;
  }

  get totalBytes(): number {
    return this.#total;
  }

  /** The first byte that is still there. */
  get firstByte(): number {
    return this.#dropped;
  }

  start(head: ResponseHead): Promise<void> {
    this.#head = head;
    return this.#notify();
  }

  write(bytes: Uint8Array): Promise<void> {
    this.#pieces.push(bytes);
    this.#total += bytes.length;
    while (this.#total - this.#dropped > KEEP_BYTES) {
      this.#dropped += this.#pieces.shift()?.length ?? 0;
      this.#droppedPieces += 1;
    }
    return this.#notify();
  }

  end(): Promise<void> {
    this.#completedAt ??= this.#nowMs();
    return this.#notify();
  }

  /** Whether anything was written. */
  get begun(): boolean {
    return this.#head !== undefined;
  }

  /** Ends it because the response could not begin, or failed in the middle. */
  fail(error: unknown): void {
    this.#failure = error instanceof Error ? error : new Error(String(error));
    void this.end();
  }

  /** Stops whoever writes it. */
  stop(): void {
    this.#controller.abort(new Error('The stream was stopped.'));
  }

  /** Sends everything from byte `from` on to `sink`, to the end of the stream. */
  async copyTo(sink: ResponseSink, from: number, signal: AbortSignal): Promise<void> {
    let place = this.#placeOf(from);
    let started = false;
    for (;;) {
      const change = this.#change;
      // The error of a response that never began is the error of the request.
      if (this.#head === undefined && this.#failure !== undefined) throw this.#failure;
      if (this.#head !== undefined && !started) {
        started = true;
        await sink.start(this.#head);
      }
      const piece = this.#pieces[place.number - this.#droppedPieces];
      if (piece !== undefined) {
        if (place.skip < piece.length) await sink.write(piece.subarray(place.skip));
        place = { number: place.number + 1, skip: Math.max(0, place.skip - piece.length) };
      } else if (this.#completedAt === undefined) await abortable(change, signal);
      else break;
    }
    await sink.end();
  }

  /** The piece that has byte `from`, by its number since the start; bytes to come are skipped when they are there. */
  #placeOf(from: number): { readonly number: number; readonly skip: number } {
    let skip = from - this.#dropped;
    for (const [index, piece] of this.#pieces.entries()) {
      if (skip < piece.length) return { number: this.#droppedPieces + index, skip };
      skip -= piece.length;
    }
    return { number: this.#droppedPieces + this.#pieces.length, skip };
  }

  #notify(): Promise<void> {
    const wake = this.#wake;
    this.#change = this.#nextChange();
    wake();
    return Promise.resolve();
  }

  #nextChange(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
