import type { IncomingHttpHeaders } from 'node:http';

/**
 * How a request ended: `completed` (the response was sent to its end, also when a fault had put
 * the end too early), `client-disconnected` (the client closed the connection first),
 * `aborted` (the emulator closed it: a fault, or `close()`).
 */
export type RequestOutcome = 'completed' | 'client-disconnected' | 'aborted';

/** One request as the emulator received it, for tests that look at what a client sent. */
export interface RecordedRequest {
  /** Counts from 1 in the order of arrival. */
  readonly id: number;
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  /** Query with its `?`, or an empty string. */
  readonly query: string;
  /** Header names in lower case. Holds credentials: do not print. */
  readonly headers: IncomingHttpHeaders;
  /** The body as it came; an empty string until it has been read. */
  readonly rawBody: string;
  /** The body parsed as JSON; undefined when it is not JSON. */
  readonly body: unknown;
  /** Status of the response; undefined until the request is over, and when no head was sent. */
  readonly status: number | undefined;
  /** Undefined while the request is in progress. */
  readonly outcome: RequestOutcome | undefined;
  /** Whether the client closed the connection before the whole response was sent. */
  readonly clientDisconnected: boolean;
  /** Settles when the request is over; never rejects. */
  readonly ended: Promise<RequestOutcome>;
}

/** The writable side of a {@link RecordedRequest}, for the server alone. */
export class RequestRecord implements RecordedRequest {
  readonly id: number;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly ended: Promise<RequestOutcome>;
  rawBody = '';
  body: unknown = undefined;
  status: number | undefined = undefined;
  #outcome: RequestOutcome | undefined = undefined;
  #settle: (outcome: RequestOutcome) => void = () => undefined;

  constructor(id: number, method: string, url: string, headers: IncomingHttpHeaders) {
    // Not `new URL`: it would read a path that begins with two slashes as a host.
    const mark = url.indexOf('?');
    this.id = id;
    this.method = method;
    this.path = mark < 0 ? url : url.slice(0, mark);
    this.query = mark < 0 ? '' : url.slice(mark);
    this.headers = headers;
    this.ended = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  get outcome(): RequestOutcome | undefined {
    return this.#outcome;
  }

  get clientDisconnected(): boolean {
    return this.#outcome === 'client-disconnected';
  }

  /** Ends the record; a second call changes nothing. */
  end(outcome: RequestOutcome): void {
    this.#outcome ??= outcome;
    this.#settle(this.#outcome);
  }
}

/** What is logged of one request when it is over. Never a prompt, a header or a token. */
export interface LogEntry {
  readonly id: number;
  readonly method: string;
  readonly path: string;
  /** Undefined when the connection closed before a response head was sent. */
  readonly status: number | undefined;
  readonly outcome: RequestOutcome;
  /** Milliseconds from the arrival of the request head to the end. */
  readonly durationMs: number;
  /** The model that replied. */
  readonly model?: string;
  readonly promptTokens?: number;
  readonly completionTokens?: number;
  /** Kind of the fault that was applied. */
  readonly fault?: string;
  /** An error inside the emulator itself: a bug, or a throwing `reply` function. */
  readonly error?: string;
}
