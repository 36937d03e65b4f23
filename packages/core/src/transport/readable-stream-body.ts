import type { BodySink, TransportBody } from './transport.js';

/** What a body of a web stream needs from whoever opened it. */
export interface ReadableStreamBodyHooks {
  /** The body has ended in some way. */
  release(): void;
  /** Ends the exchange and closes its socket. */
  cancel(): void;
  /** Puts a failed read into our words. */
  toError(error: unknown): unknown;
}

/** Pushes the chunks of a web stream into a sink, one read at a time, so that pausing holds the server back. */
export class ReadableStreamBody implements TransportBody {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  readonly #hooks: ReadableStreamBodyHooks;
  #paused = false;
  #reading = false;
  #done = false;
  #sink: BodySink | undefined;

  constructor(stream: ReadableStream<Uint8Array> | null, hooks: ReadableStreamBodyHooks) {
    // Locked at once: Node's fetch cancels the body of a response that is collected as garbage, unless somebody holds the lock.
    this.#reader = stream?.getReader();
    this.#hooks = hooks;
  }

  start(sink: BodySink): void {
    this.#sink = sink;
    void this.#read();
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    void this.#read();
  }

  cancel(): void {
    if (this.#done) return;
    this.#finish();
    // Aborting rejects the pending read and closes the socket; cancelling the reader alone would leave it open in some runtimes.
    this.#hooks.cancel();
    this.#reader?.cancel().catch(() => {});
  }

  async #read(): Promise<void> {
    if (this.#reading) return;
    this.#reading = true;
    try {
      while (!this.#paused && !this.#done) {
        const result = await this.#reader?.read();
        if (this.#done) return;
        if (result === undefined || result.done) {
          this.#finish();
          this.#sink?.end();
          return;
        }
        this.#sink?.data(result.value);
      }
    } catch (error) {
      if (this.#done) return;
      this.#finish();
      this.#sink?.error(this.#hooks.toError(error));
    } finally {
      this.#reading = false;
    }
  }

  #finish(): void {
    this.#done = true;
    this.#hooks.release();
  }
}
