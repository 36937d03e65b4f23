import { LmError } from '../errors/lm-error.js';
import { displayUrl } from '../errors/redact.js';
import { markRefusedRedirect } from '../errors/refused-redirect.js';
import { connectionError } from './connection-error.js';
import { ReadableStreamBody } from './readable-stream-body.js';
import type { Transport, TransportRequest, TransportResponse } from './transport.js';
import { withUserAgent } from './user-agent.js';

/** Options for a `FetchTransport`. */
export interface FetchTransportOptions {
  /** The `fetch` to use. Default: the global one. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/**
 * A transport that uses `fetch`, for browsers, edge runtimes, and Node without undici. `fetch` does not report when a connection is
 * established, so `timeouts.connect` has no effect. Node's own `fetch` ends a response after 300 s without a byte, and does not close a
 * connection that is still being established when the call is aborted. On servers, requests have the header `user-agent: lmux/<version>`, unless
 * they have another.
 */
export class FetchTransport implements Transport {
  readonly #fetch: typeof globalThis.fetch;
  readonly #running = new Set<AbortController>();
  /** Names of headers that the runtime sends. */
  readonly #sendable = new Set<string>();
  /** True for a `fetch` of the application, which may send headers that the one of the runtime drops. */
  readonly #isGiven: boolean;
  #closed = false;

  constructor(options: FetchTransportOptions = {}) {
    // Called as a plain function, because browsers reject `fetch` with a `this` other than the window.
    const given = options.fetch;
    this.#isGiven = given !== undefined;
    this.#fetch = given ?? ((input, init) => globalThis.fetch(input, init));
  }

  async send(request: TransportRequest): Promise<TransportResponse> {
    if (this.#closed) throw new LmError('closed', 'The transport is closed.');
    request.signal.throwIfAborted();
    const controller = new AbortController();
    const onAbort = (): void => controller.abort(request.signal.reason);
    const release = (): void => {
      this.#running.delete(controller);
      request.signal.removeEventListener('abort', onAbort);
    };
    request.signal.addEventListener('abort', onAbort, { once: true });
    this.#running.add(controller);
    const { method, url, headers } = request;
    const sent = { method, url, headers, body: request.body };
    let response: Response;
    try {
      if (!this.#isGiven) this.#checkHeaders(request.headers);
      const call = this.#fetch;
      response = await call(url, {
        method,
        headers: withUserAgent(headers),
        signal: controller.signal,
        redirect: 'manual',
        ...(request.body === undefined ? {} : { body: request.body }),
      });
    } catch (error) {
      release();
      throw request.signal.aborted ? request.signal.reason : connectionError(error, sent);
    }
    if (response.type === 'opaqueredirect') {
      release();
      throw markRefusedRedirect(
        new LmError(
          'unexpected_response',
          `The server redirected ${method} ${displayUrl(url)}. A browser does not reveal the target, so the redirect was not followed. Set "baseUrl" to the target of the redirect.`,
        ),
      );
    }
    const body = new ReadableStreamBody(response.body, {
      release,
      cancel: () => controller.abort(),
      toError: (error) =>
        request.signal.aborted ? request.signal.reason : connectionError(error, { ...sent, inBody: true }),
    });
    return { status: response.status, headers: Object.fromEntries(response.headers), body };
  }

  /** Rejects headers that the runtime would silently drop. Browsers drop `cookie`, `origin`, `sec-*` and others. */
  #checkHeaders(headers: Readonly<Record<string, string>>): void {
    const unknown = Object.keys(headers).filter((name) => !this.#sendable.has(name));
    if (unknown.length === 0) return;
    const kept = new Request('http://localhost', { headers }).headers;
    for (const name of unknown) {
      if (!kept.has(name))
        throw new LmError(
          'invalid_request',
          `The header "${name}" cannot be sent, because "fetch" of this runtime drops it. Nothing was sent. Remove the header.`,
        );
      this.#sendable.add(name);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const controller of this.#running)
      controller.abort(new LmError('closed', 'The transport was closed during the call.'));
  }
}
