import type { IncomingHttpHeaders } from 'node:http';
import { tryParseJson } from '../json/read-json.js';
import { splitTarget } from './allowed-hosts.js';

/**
 * The outcome of a request: `completed` (the response was sent to its end, even if a fault made it end early),
 * `client-disconnected` (the client closed the connection first) or `aborted` (the emulator closed the connection, due
 * to
 * a fault or `close()`).
 */
export type RequestOutcome = 'completed' | 'client-disconnected' | 'aborted';

/** A request as the emulator received it. Tests can inspect what a client sent. */
export interface RecordedRequest {
  /** Number of the request, counted from 1 in order of arrival. */
  readonly id: number;
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  /** Query including the `?`, or an empty string. */
  readonly query: string;
  /** Headers, with names in lower case. They contain credentials, so do not print them. */
  readonly headers: IncomingHttpHeaders;
  /** Size of the body in bytes, 0 until it has been read. */
  readonly bodyBytes: number;
  /** False if the body was dropped because the bodies of newer requests used up `keepBytes`. */
  readonly bodyKept: boolean;
  /** The unparsed body, an empty string until it has been read. Throws a RangeError if the body was dropped. */
  readonly rawBody: string;
  /** The body parsed as JSON, undefined if it is not JSON. Throws a RangeError if the body was dropped. */
  readonly body: unknown;
  /** Status of the response. Undefined until the request has ended, or if no head was sent. */
  readonly status: number | undefined;
  /** Outcome of the request, undefined while it is in progress. */
  readonly outcome: RequestOutcome | undefined;
  /** True if the client closed the connection before the response was complete. */
  readonly clientDisconnected: boolean;
  /** Resolves when the request has ended. Never rejects. */
  readonly ended: Promise<RequestOutcome>;
}

/** The mutable form of a {@link RecordedRequest}, used only by the server. */
export class RequestRecord implements RecordedRequest {
  readonly id: number;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly ended: Promise<RequestOutcome>;
  status: number | undefined = undefined;
  #outcome: RequestOutcome | undefined = undefined;
  #bytes: Buffer | undefined = Buffer.alloc(0);
  #bodyBytes = 0;
  /** The decoded body while the request is in progress. Afterwards only the bytes are kept, which take the least memory. */
  #content: { readonly text: string; readonly json: unknown } | undefined = undefined;
  #settle: (outcome: RequestOutcome) => void = () => undefined;

  constructor(id: number, method: string, url: string, headers: IncomingHttpHeaders) {
    // `new URL` would parse a path that starts with two slashes as a host.
    const { path } = splitTarget(url);
    const mark = path.indexOf('?');
    this.id = id;
    this.method = method;
    this.path = mark < 0 ? path : path.slice(0, mark);
    this.query = mark < 0 ? '' : path.slice(mark);
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

  get bodyBytes(): number {
    return this.#bodyBytes;
  }

  get bodyKept(): boolean {
    return this.#bytes !== undefined;
  }

  get rawBody(): string {
    return this.#content?.text ?? this.#keptBytes().toString('utf8');
  }

  get body(): unknown {
    return this.#content === undefined ? tryParseJson(this.rawBody) : this.#content.json;
  }

  /** Adds the body, which has arrived completely. */
  receive(bytes: Buffer): void {
    const text = bytes.toString('utf8');
    this.#bytes = bytes;
    this.#bodyBytes = bytes.length;
    this.#content = { text, json: tryParseJson(text) };
  }

  /** Drops the body. Until the request has ended, it can still be read. */
  dropBody(): void {
    this.#bytes = undefined;
  }

  #keptBytes(): Buffer {
    if (this.#bytes !== undefined) return this.#bytes;
    const body = `The body of request ${this.id} (${this.#bodyBytes} bytes)`;
    throw new RangeError(`${body} is no longer kept. Increase the option "keepBytes", or read it earlier.`);
  }

  /** Ends the record. A second call has no effect. */
  end(outcome: RequestOutcome): void {
    this.#outcome ??= outcome;
    this.#content = undefined;
    this.#settle(this.#outcome);
  }
}

/** The log entry of a request that has ended. It never contains a prompt, a header or a token. */
export interface LogEntry {
  readonly id: number;
  readonly method: string;
  readonly path: string;
  /** Status of the response, undefined if the connection was closed before a head was sent. */
  readonly status: number | undefined;
  readonly outcome: RequestOutcome;
  /** Time in ms from the arrival of the request head to the end. */
  readonly durationMs: number;
  /** The model that replied. */
  readonly model?: string;
  readonly promptTokens?: number;
  readonly completionTokens?: number;
  /** Kind of the fault that was applied. */
  readonly fault?: string;
  /** Message of an error inside the emulator: a bug, or an error thrown by a `reply` function. */
  readonly error?: string;
}
