import { type Clock, systemClock } from '../clock/clock.js';
import { guardClock } from '../clock/guard-clock.js';
import { isLmError } from '../errors/guards.js';
import { LmError } from '../errors/lm-error.js';
import { displayUrl } from '../errors/redact.js';
import type { Transport, TransportRequest, TransportResponse } from './transport.js';
import { undiciLoadError } from './undici-load-error.js';
import type { UndiciPool, UndiciPoolOptions } from './undici-pool.js';

/** Options for an `UndiciTransport`. */
export interface UndiciTransportOptions extends UndiciPoolOptions {
  /** Source of time. Default: the system's time. */
  readonly clock?: Clock | undefined;
}

/**
 * A transport for Node and Deno that uses undici, with a pool of keep-alive connections. Undici is loaded by the first request, because its import
 * takes 100 ms. Idle connections are closed after 4 s (LM Studio closes them after 5 s) and never keep the process alive.
 */
export class UndiciTransport implements Transport {
  readonly #options: UndiciPoolOptions;
  readonly #clock: Clock;
  #opening: Promise<UndiciPool> | undefined;
  /** Set when undici is loaded, so that later requests do not await it. */
  #pool: UndiciPool | undefined;
  #closed = false;

  constructor(options: UndiciTransportOptions = {}) {
    this.#options = options;
    this.#clock = guardClock(options.clock ?? systemClock);
  }

  async send(request: TransportRequest): Promise<TransportResponse> {
    if (this.#closed) throw new LmError('closed', 'The transport is closed.');
    const pool = this.#pool ?? (await (this.#opening ??= this.#open()));
    request.signal.throwIfAborted();
    return readable(request, await pool.send(request));
  }

  async close(): Promise<void> {
    this.#closed = true;
    // If undici could not be loaded, there is nothing to close.
    const pool = await this.#opening?.catch(() => undefined);
    await pool?.close();
  }

  async #open(): Promise<UndiciPool> {
    try {
      // First on its own: if a CommonJS module throws while an ES module imports it, Node 20 also reports an unhandled rejection.
      await import('undici');
      const { UndiciPool } = await import('./undici-pool.js');
      return (this.#pool = new UndiciPool(this.#options, this.#clock));
    } catch (cause) {
      throw isLmError(cause) ? cause : undiciLoadError(cause);
    }
  }
}

/**
 * Returns the response. Throws if it is compressed although the request forbade that, because the transport does not decompress. The body of
 * an error response is decoded, since it explains the error.
 */
function readable(
  { method, url }: TransportRequest,
  response: TransportResponse,
): TransportResponse | Promise<TransportResponse> {
  const encoding = response.headers['content-encoding'];
  if (encoding === undefined || /^(?:identity)?$/i.test(encoding.trim())) return response;
  if (response.status < 200 || response.status >= 300) return decoded(response, encoding);
  response.body.cancel();
  throw new LmError(
    'unexpected_response',
    `The response is compressed although compression was not requested (${method} ${displayUrl(url)}). Disable compression in the proxy, or use FetchTransport.`,
  );
}

async function decoded(response: TransportResponse, encoding: string): Promise<TransportResponse> {
  const { UndiciDecodedBody } = await import('./undici-decoded-body.js');
  return { ...response, body: new UndiciDecodedBody(response.body, encoding) };
}
