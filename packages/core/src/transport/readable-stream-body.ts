import type { BodySink, TransportBody } from './transport.js';

/** The callbacks of the transport that opened a body. */
export interface ReadableStreamBodyHooks {
  /** Called when the body has ended in any way. */
  release(): void;
  /** Ends the exchange and closes its connection. */
  cancel(): void;
  /** Converts the error of a failed read to the error that the sink receives. */
  toError(error: unknown): unknown;
}

/** Pushes the chunks of a web stream into a sink. It reads one chunk at a time, so that a pause applies back-pressure to the server. */
export class ReadableStreamBody implements TransportBody {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  readonly #hooks: ReadableStreamBodyHooks;
  #paused = false;
  #reading = false;
  #done = false;
  #sink: BodySink | undefined;

  constructor(stream: ReadableStream<Uint8Array> | null, hooks: ReadableStreamBodyHooks) {
    // Locked immediately, because Node's fetch cancels an unlocked body when its response is garbage collected.
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
    // Aborting rejects the pending read and closes the socket. In some runtimes, canceling the reader alone leaves the socket open.
    this.#hooks.cancel();
    this.#reader?.cancel().catch(() => {});
  }

  async #read(): Promise<void> {
    if (this.#reading) return;
    this.#reading = true;
    let isDelivering = false;
    try {
      while (!this.#paused && !this.#done) {
        const result = await this.#reader?.read();
        if (this.#done) return;
        if (result === undefined || result.done) {
          this.#finish();
          this.#sink?.end();
          return;
        }
        isDelivering = true;
        this.#sink?.data(result.value);
        isDelivering = false;
      }
    } catch (error) {
      if (this.#done) return;
      if (isDelivering) this.cancel();
      else this.#finish();
      // An error of the sink says nothing about the connection.
      this.#sink?.error(isDelivering ? error : this.#hooks.toError(error));
    } finally {
      this.#reading = false;
    }
  }

  #finish(): void {
    this.#done = true;
    this.#hooks.release();
  }
}
