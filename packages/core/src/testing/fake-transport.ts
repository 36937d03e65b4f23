import { LmError } from '../errors/lm-error.js';
import type { Transport, TransportRequest, TransportResponse } from '../transport/transport.js';
import { FakeBody, type FakeChunk } from './fake-body.js';

/** A scripted HTTP response. */
export interface FakeResponse {
  /** Default 200. */
  readonly status?: number | undefined;
  /** Names in lower case. Default: `content-type: application/json` for `json`, otherwise none. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The body or its chunks. Each chunk is one network read. An async iterable determines when they arrive. */
  readonly body?: FakeChunk | Iterable<FakeChunk> | AsyncIterable<FakeChunk> | undefined;
  /** The body as a value, sent as JSON. */
  readonly json?: unknown;
  /**
   * The event after the body: its end (default), a connection that closes mid-stream (`break`), or nothing until the
   * request is canceled (`hold`).
   */
  readonly ending?: 'end' | 'break' | 'hold' | undefined;
}

/** The outcome of a request: a response, an error with which `send` rejects, or no response at all (`hold`). */
export type FakeOutcome = FakeResponse | Error | 'hold';

/** An outcome, or a function that returns or resolves with one for the request. */
export type FakeScript = FakeOutcome | ((request: FakeRequest) => FakeOutcome | Promise<FakeOutcome>);

/** A request that was sent, and the state of its connection. */
export interface FakeRequest extends TransportRequest {
  /** The parsed body, if it is JSON. */
  readonly json: unknown;
  /** True while the connection is in use: the response has not ended and was not canceled. */
  readonly open: boolean;
  /** True if the request was canceled, by its signal or by canceling the body. */
  readonly canceled: boolean;
}

/** The same as `FakeRequest`, with fields that the transport may write. */
class RecordedRequest implements FakeRequest {
  readonly method: TransportRequest['method'];
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly signal: AbortSignal;
  readonly timeouts: TransportRequest['timeouts'];
  open = true;
  canceled = false;

  constructor(request: TransportRequest) {
    this.method = request.method;
    this.url = request.url;
    this.headers = request.headers;
    this.body = request.body;
    this.signal = request.signal;
    this.timeouts = request.timeouts;
  }

  get json(): unknown {
    try {
      return JSON.parse(this.body ?? '') as unknown;
    } catch {
      return undefined;
    }
  }
}

/**
 * A transport that responds from a script, in order, and records the requests. It respects signals and cancellation like a real
 * transport, so that `open` shows connections that were not released.
 */
export class FakeTransport implements Transport {
  /** All requests, in the order in which they were sent. */
  readonly requests: FakeRequest[] = [];
  /** True after `close`. */
  closed = false;
  readonly #scripts: FakeScript[];

  constructor(...scripts: readonly FakeScript[]) {
    this.#scripts = [...scripts];
  }

  /** The number of connections in use. It is 0 when all have been released. */
  get open(): number {
    return this.requests.filter((request) => request.open).length;
  }

  /** Appends outcomes to the script. */
  reply(...scripts: readonly FakeScript[]): this {
    this.#scripts.push(...scripts);
    return this;
  }

  send(request: TransportRequest): Promise<TransportResponse> {
    const recorded = new RecordedRequest(request);
    this.requests.push(recorded);
    return new Promise((resolve, reject) => {
      const { signal } = request;
      const cancel = (): void => {
        recorded.canceled = true;
        fail(signal.reason);
      };
      const fail = (error: unknown): void => {
        recorded.open = false;
        signal.removeEventListener('abort', cancel);
        reject(error);
      };
      if (signal.aborted) return cancel();
      signal.addEventListener('abort', cancel, { once: true });
      this.#next(recorded).then((outcome) => {
        if (!recorded.open || outcome === 'hold') return;
        if (outcome instanceof Error) return fail(outcome);
        signal.removeEventListener('abort', cancel);
        resolve(toTransportResponse(outcome, recorded));
      }, fail);
    });
  }

  close(): Promise<void> {
    this.closed = true;
    return Promise.resolve();
  }

  async #next(request: FakeRequest): Promise<FakeOutcome> {
    const script = this.#scripts.shift();
    if (script !== undefined) return typeof script === 'function' ? script(request) : script;
    throw new LmError(
      'unexpected_response',
      `FakeTransport has no response for request ${this.requests.length} (${request.method} ${request.url}). Add one with reply().`,
    );
  }
}

function toTransportResponse(
  { status = 200, headers, body, json, ending = 'end' }: FakeResponse,
  request: RecordedRequest,
): TransportResponse {
  const chunks = json === undefined ? (body ?? '') : JSON.stringify(json);
  const type = json === undefined ? undefined : { 'content-type': 'application/json' };
  const fake = new FakeBody(chunks, ending, request.signal, (canceled) => {
    request.open = false;
    request.canceled = canceled;
  });
  return { status, headers: { ...type, ...headers }, body: fake };
}
