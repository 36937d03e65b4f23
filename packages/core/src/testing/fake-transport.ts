import { LmError } from '../errors/lm-error.js';
import type { Transport, TransportRequest, TransportResponse } from '../transport/transport.js';
import { FakeBody, type FakeChunk } from './fake-body.js';

/** One scripted answer. */
export interface FakeAnswer {
  /** Default 200. */
  readonly status?: number | undefined;
  /** Names in lower case. Default: what fits the body. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The body: whole, or as chunks, of which each is one network read; an async iterable decides when they come. */
  readonly body?: FakeChunk | Iterable<FakeChunk> | AsyncIterable<FakeChunk> | undefined;
  /** The body as a value, sent as JSON. */
  readonly json?: unknown;
  /** What comes behind the body: its end (default), a broken connection, or nothing at all until it is given up. */
  readonly ending?: 'end' | 'break' | 'hold' | undefined;
}

/** What a request gets: an answer, an error with which `send` rejects, or no answer at all (`hold`). */
export type FakeReply = FakeAnswer | Error | 'hold';

/** A reply, or a function that gives one when the request is there; it may take its time. */
export type FakeScript = FakeReply | ((request: FakeRequest) => FakeReply | Promise<FakeReply>);

/** A request as it was sent, and what became of its connection. */
export interface FakeRequest extends TransportRequest {
  /** The body parsed, where it is JSON. */
  readonly json: unknown;
  /** Whether the connection is in use: neither has the answer ended nor was it given up. */
  readonly open: boolean;
  /** Whether it was given up: by its signal, or by giving up the body. */
  readonly cancelled: boolean;
}

/** The same as `FakeRequest`, written by the transport. */
class Recorded implements FakeRequest {
  readonly method: TransportRequest['method'];
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly signal: AbortSignal;
  readonly timeouts: TransportRequest['timeouts'];
  open = true;
  cancelled = false;

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
 * A transport that answers from a script, in its order, and remembers what was sent. It heeds signals and cancels as a real
 * one does, so that `open` tells whether everything was tidied up.
 */
export class FakeTransport implements Transport {
  /** All requests, in the order in which they were sent. */
  readonly requests: FakeRequest[] = [];
  /** Whether `close` was called. */
  closed = false;
  readonly #scripts: FakeScript[];

  constructor(...scripts: readonly FakeScript[]) {
    this.#scripts = [...scripts];
  }

  /** How many connections are in use: 0 when everything has tidied up. */
  get open(): number {
    return this.requests.filter((request) => request.open).length;
  }

  /** Adds to the script. */
  reply(...scripts: readonly FakeScript[]): this {
    this.#scripts.push(...scripts);
    return this;
  }

  send(request: TransportRequest): Promise<TransportResponse> {
    const recorded = new Recorded(request);
    this.requests.push(recorded);
    return new Promise((resolve, reject) => {
      const { signal } = request;
      const giveUp = (): void => {
        recorded.cancelled = true;
        fail(signal.reason);
      };
      const fail = (error: unknown): void => {
        recorded.open = false;
        signal.removeEventListener('abort', giveUp);
        reject(error);
      };
      if (signal.aborted) return giveUp();
      signal.addEventListener('abort', giveUp, { once: true });
      this.#next(recorded).then((reply) => {
        if (!recorded.open || reply === 'hold') return;
        if (reply instanceof Error) return fail(reply);
        signal.removeEventListener('abort', giveUp);
        resolve(answer(reply, recorded));
      }, fail);
    });
  }

  close(): Promise<void> {
    this.closed = true;
    return Promise.resolve();
  }

  async #next(request: FakeRequest): Promise<FakeReply> {
    const script = this.#scripts.shift();
    if (script !== undefined) return typeof script === 'function' ? script(request) : script;
    throw new LmError(
      'unexpected_response',
      `FakeTransport has no answer for request ${this.requests.length} (${request.method} ${request.url}); script one with reply().`,
    );
  }
}

function answer(
  { status = 200, headers, body, json, ending = 'end' }: FakeAnswer,
  request: Recorded,
): TransportResponse {
  const chunks = json === undefined ? (body ?? '') : JSON.stringify(json);
  const type = json === undefined ? undefined : { 'content-type': 'application/json' };
  const fake = new FakeBody(chunks, ending, request.signal, (cancelled) => {
    request.open = false;
    request.cancelled = cancelled;
  });
  return { status, headers: { ...type, ...headers }, body: fake };
}
