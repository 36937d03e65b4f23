import type { ServerResponse } from 'node:http';
import type { LogEntry, RequestOutcome, RequestRecord } from './request-record.js';

/** Handles the end of one request: completes its record, aborts the work on it, and reports it. */
export class RequestLife {
  readonly #response: ServerResponse;
  readonly #closing: AbortSignal;
  readonly #controller = new AbortController();
  #aborted = false;

  constructor(
    record: RequestRecord,
    response: ServerResponse,
    closing: AbortSignal,
    report: (entry: LogEntry) => void,
  ) {
    this.#response = response;
    this.#closing = closing;
    const started = performance.now();
    // `close` is emitted exactly once, whether the response was completed or the connection was lost.
    response.once('close', () => {
      const outcome = this.#outcome();
      if (response.headersSent) record.status = response.statusCode;
      record.end(outcome);
      this.#controller.abort(new Error(`Request ${record.id} has ended: ${outcome}.`));
      const { id, method, path, status } = record;
      report({ id, method, path, status, outcome, durationMs: performance.now() - started });
    });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** True if the response head was sent. Then no other response is possible. */
  get headSent(): boolean {
    return this.#response.headersSent;
  }

  /**
   * True if the client can no longer receive a response. The socket may be destroyed shortly before the response emits
   * `close`.
   */
  get over(): boolean {
    return this.signal.aborted || this.#response.socket?.destroyed !== false;
  }

  /** Closes the connection midway through the response. */
  abort(): void {
    this.#aborted = true;
    this.#response.destroy();
  }

  readonly reset = (): void => {
    this.#aborted = true;
    this.#response.socket?.resetAndDestroy();
  };

  #outcome(): RequestOutcome {
    if (this.#response.writableFinished) return 'completed';
    return this.#aborted || this.#closing.aborted ? 'aborted' : 'client-disconnected';
  }
}
