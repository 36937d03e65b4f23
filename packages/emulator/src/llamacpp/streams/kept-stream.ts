import type { ResponseHead, ResponseSink } from '../../shared/http/response-sink.js';
import { abortable } from '../../shared/signals/delay.js';

/** Maximum number of bytes kept of a stream. Older ones are dropped. */
const KEEP_BYTES = 4 * 1024 * 1024;

/** The bytes of one response, one piece per event. Any number of readers can follow it while it is being written. */
export class KeptStream implements ResponseSink {
  readonly #controller = new AbortController();
  readonly #nowMs: () => number;
  readonly startedAt: number;
  #completedAt: number | undefined = undefined;
  #head: ResponseHead | undefined = undefined;
  #pieces: Uint8Array[] = [];
  /** Number of bytes and pieces that were dropped at the front. */
  #dropped = 0;
  #droppedPieces = 0;
  #total = 0;
  #failure: Error | undefined = undefined;
  /** Resolves at the next write or at the end, and is then replaced by a new promise. */
  #change: Promise<void>;
  #wake: () => void = () => undefined;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
    this.startedAt = nowMs();
    this.#change = this.#nextChange();
  }

  /** Aborts when the stream is stopped. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Time of the end in milliseconds since 1970, undefined while the stream is being written. */
  get completedAt(): number | undefined {
    return this.#completedAt;
  }

  get totalBytes(): number {
    return this.#total;
  }

  /** Number of bytes that are still kept. */
  get keptBytes(): number {
    return this.#total - this.#dropped;
  }

  /** Offset of the first byte that is still kept. */
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
    while (this.keptBytes > KEEP_BYTES) {
      this.#dropped += this.#pieces.shift()?.length ?? 0;
      this.#droppedPieces += 1;
    }
    return this.#notify();
  }

  end(): Promise<void> {
    this.#completedAt ??= this.#nowMs();
    return this.#notify();
  }

  /** True if the response head was written. */
  get begun(): boolean {
    return this.#head !== undefined;
  }

  /** Ends the stream because the response could not start or failed midway. */
  fail(error: unknown): void {
    this.#failure = error instanceof Error ? error : new Error(String(error));
    void this.end();
  }

  /** Stops the writer of the stream. */
  stop(): void {
    this.#controller.abort(new Error('The stream was stopped.'));
  }

  /** Sends all bytes from offset `from` to the end of the stream to `sink`. */
  async copyTo(sink: ResponseSink, from: number, signal: AbortSignal): Promise<void> {
    let place = this.#placeOf(from);
    let started = false;
    for (;;) {
      const change = this.#change;
      // If the response never started, its error is the error of the request.
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

  /**
   * Finds the piece that contains byte `from`, counted from the start of the stream. If `from` is ahead of the stream,
   * `skip` is the number of future bytes to skip.
   */
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
