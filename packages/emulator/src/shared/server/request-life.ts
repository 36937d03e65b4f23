import type { ServerResponse } from 'node:http';
import type { LogEntry, RequestOutcome, RequestRecord } from './request-record.js';

/** Handles the end of one request: completes its record, aborts the work on it, and reports it. */
export class RequestLife {
  readonly #response: ServerResponse;
  readonly #closing: AbortSignal;
  readonly #controller = new AbortController();
  #aborted = false;
  #closesAfterResponse = false;

  constructor(
    record: RequestRecord,
    response: ServerResponse,
    closing: AbortSignal,
    report: (entry: LogEntry) => void,
  ) {
    this.#response = response;
    this.#closing = closing;
    const started = performance.now();
    const { socket } = response.req;
    // One listener for each pipelined request.
    socket.setMaxListeners(0);
    const end = (): void => {
      response.off('close', end);
      socket.off('close', end);
      const outcome = this.#outcome();
      if (response.headersSent) record.status = response.statusCode;
      record.end(outcome);
      this.#controller.abort(new Error(`Request ${record.id} has ended: ${outcome}.`));
      const { id, method, path, status } = record;
      report({ id, method, path, status, outcome, durationMs: performance.now() - started });
    };
    // The response is closed when it is complete or the connection is lost, except while it waits for the response to an
    // earlier pipelined request.
    response.once('close', end);
    socket.once('close', end);
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
    return this.signal.aborted || this.#response.req.socket.destroyed;
  }

  /** Closes the connection midway through the response. */
  abort(): void {
    this.#aborted = true;
    this.#response.destroy();
  }

  /** Closes the connection after the response, because the rest of the request is not read. */
  closeAfterResponse(): void {
    this.#closesAfterResponse = true;
    this.#response.shouldKeepAlive = false;
  }

  readonly reset = (): void => {
    this.#aborted = true;
    this.#response.req.socket.resetAndDestroy();
  };

  #outcome(): RequestOutcome {
    // A client that has received a refusal of its unread body closes the connection itself.
    if (this.#response.writableFinished || (this.#closesAfterResponse && this.headSent)) return 'completed';
    return this.#aborted || this.#closing.aborted ? 'aborted' : 'client-disconnected';
  }
}
