import type { ServerResponse } from 'node:http';
import type { LogEntry, RequestOutcome, RequestRecord } from './request-record.js';

/** Watches how one request ends: closes its record, interrupts whoever still works on it, and reports it. */
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
    // `close` comes exactly once, whether the response was sent whole or its connection was lost.
    response.once('close', () => {
      const outcome = this.#outcome();
      if (response.headersSent) record.status = response.statusCode;
      record.end(outcome);
      this.#controller.abort(new Error(`Request ${record.id} is over: ${outcome}.`));
      const { id, method, path, status } = record;
      report({ id, method, path, status, outcome, durationMs: performance.now() - started });
    });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether the response head is out, so that no other response is possible. */
  get headSent(): boolean {
    return this.#response.headersSent;
  }

  /** Whether nobody is there to respond to any more; the socket can be gone a moment before the response notices. */
  get over(): boolean {
    return this.signal.aborted || this.#response.socket?.destroyed !== false;
  }

  /** Closes the connection in the middle of the response. */
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
