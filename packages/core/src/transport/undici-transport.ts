import { type Clock, systemClock } from '../clock/clock.js';
import { isLmError } from '../errors/guards.js';
import { LmError } from '../errors/lm-error.js';
import { displayUrl } from '../errors/redact.js';
import type { Transport, TransportRequest, TransportResponse } from './transport.js';
import type { UndiciPool, UndiciPoolOptions } from './undici-pool.js';

/** What an `UndiciTransport` is made from. */
export interface UndiciTransportOptions extends UndiciPoolOptions {
  /** Where time comes from. Default: the machine's. */
  readonly clock?: Clock | undefined;
}

/**
 * HTTP through undici (Node): one pool of keep-alive connections, closed with it. Undici is loaded by the first request,
 * because its import costs 100 ms. Idle connections are dropped after 4 s (LM Studio drops them after 5 s) and never keep
 * the process alive.
 */
export class UndiciTransport implements Transport {
  readonly #options: UndiciPoolOptions;
  readonly #clock: Clock;
  #opening: Promise<UndiciPool> | undefined;
  /** Set once undici is loaded: later requests need not wait a turn. */
  #pool: UndiciPool | undefined;
  #closed = false;

  constructor(options: UndiciTransportOptions = {}) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  async send(request: TransportRequest): Promise<TransportResponse> {
    if (this.#closed) throw new LmError('closed', 'The transport is closed.');
    const pool = this.#pool ?? (await (this.#opening ??= this.#open()));
    request.signal.throwIfAborted();
    return readable(request, await pool.send(request));
  }

  async close(): Promise<void> {
    this.#closed = true;
    // One that could not be loaded has nothing to close.
    const pool = await this.#opening?.catch(() => undefined);
    await pool?.close();
  }

  async #open(): Promise<UndiciPool> {
    try {
      const { UndiciPool } = await import('./undici-pool.js');
      return (this.#pool = new UndiciPool(this.#options, this.#clock));
    } catch (cause) {
      if (isLmError(cause)) throw cause;
      // undici reaches for what an older Node lacks, and its own error does not say so.
      throw new LmError(
        'config_invalid',
        `undici could not be loaded on Node ${globalThis.process?.versions?.node ?? 'of an unknown version'}; it needs 22.19 or newer. Use that, or pass "transport: new FetchTransport()". See "cause".`,
        { cause },
      );
    }
  }
}

/** The answer, unless something in between has compressed it although it was asked not to: nothing here decompresses. */
function readable({ method, url }: TransportRequest, response: TransportResponse): TransportResponse {
  const encoding = response.headers['content-encoding'];
  // Of an error the status says enough.
  const plain = encoding === undefined || /^\s*(?:identity)?\s*$/i.test(encoding);
  if (plain || response.status < 200 || response.status >= 300) return response;
  response.body.cancel();
  throw new LmError(
    'unexpected_response',
    `The answer is compressed although that was not asked for (${method} ${displayUrl(url)}). Switch compression off in the proxy between, or use FetchTransport.`,
  );
}
