import type { Socket } from 'node:net';
import { Agent, buildConnector, type Dispatcher, EnvHttpProxyAgent, ProxyAgent } from 'undici';
import type { Clock } from '../clock/clock.js';
import type { Transport, TransportRequest, TransportResponse } from './transport.js';
import { UndiciExchange } from './undici-exchange.js';

/** Idle connections are closed after 4 s, since LM Studio closes them after 5 s. */
const KEEP_ALIVE_MS = 4000;

/** Connection settings. */
export interface UndiciPoolOptions {
  /** Proxy to use: its URL, or `fromEnv` for `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`. Default: none. */
  readonly proxy?: { readonly url: string } | { readonly fromEnv: true } | undefined;
  /** TLS settings: custom certificate authorities, a client certificate, or (for tests) no verification. */
  readonly tls?:
    | {
        readonly ca?: string | readonly string[] | undefined;
        readonly cert?: string | undefined;
        readonly key?: string | undefined;
        readonly rejectUnauthorized?: boolean | undefined;
        readonly servername?: string | undefined;
      }
    | undefined;
}

/** A URL in the form that undici requires. */
interface UrlParts {
  readonly href: string;
  readonly origin: string;
  readonly path: string;
}

/** The part of `UndiciTransport` that depends on undici. This file is only imported dynamically. */
export class UndiciPool implements Transport {
  readonly #dispatcher: Dispatcher;
  readonly #clock: Clock;
  readonly #reportsConnections: boolean;
  #lastUrl: UrlParts | undefined;
  /** The exchange that is being dispatched. If undici needs a new connection for it, it requests the connection within that call. */
  #dispatching: UndiciExchange | undefined;

  constructor(options: UndiciPoolOptions, clock: Clock) {
    this.#clock = clock;
    const tls = { ...options.tls, ...(options.tls?.ca === undefined ? {} : { ca: [options.tls.ca].flat() }) };
    const connector = buildConnector({ ...tls, timeout: 0, allowH2: false } as buildConnector.BuildOptions);
    const common: Agent.Options = {
      keepAliveTimeout: KEEP_ALIVE_MS,
      keepAliveMaxTimeout: KEEP_ALIVE_MS,
      // The exchange applies the connect timeout itself.
      connectTimeout: 0,
      allowH2: false,
      connect: (target, callback) => {
        const socket = connector(target, callback) as unknown as Socket;
        this.#dispatching?.connecting(socket);
      },
    };
    const { proxy } = options;
    this.#reportsConnections = proxy === undefined;
    if (proxy === undefined) this.#dispatcher = new Agent(common);
    else if ('url' in proxy)
      this.#dispatcher = new ProxyAgent({ ...common, uri: proxy.url, requestTls: tls as object });
    else this.#dispatcher = new EnvHttpProxyAgent({ ...common, requestTls: tls as object });
  }

  send(request: TransportRequest): Promise<TransportResponse> {
    return new Promise((resolve, reject) => {
      const exchange = new UndiciExchange(request, this.#clock, this.#reportsConnections, resolve, reject);
      const { origin, path } = this.#partsOf(request.url);
      this.#dispatching = exchange;
      try {
        this.#dispatcher.dispatch(
          {
            origin,
            path,
            method: request.method,
            // Identity, because the transport does not decompress, and a compressing proxy would delay tokens.
            headers: { 'accept-encoding': 'identity', ...request.headers },
            body: request.body ?? null,
            // Timeouts are applied by the caller. Undici's defaults of 300 s would end the responses of slow models. Set for each request, since its
            // proxy agents ignore the settings of the pool.
            headersTimeout: 0,
            bodyTimeout: 0,
          },
          exchange,
        );
      } catch (error) {
        exchange.onResponseError(undefined, error as Error);
      } finally {
        this.#dispatching = undefined;
      }
    });
  }

  /** Splits a URL. The last result is cached, since a client mostly calls the same URL again. */
  #partsOf(url: string): UrlParts {
    if (this.#lastUrl?.href !== url) {
      const { origin, pathname, search } = new URL(url);
      this.#lastUrl = { href: url, origin, path: pathname + search };
    }
    return this.#lastUrl;
  }

  async close(): Promise<void> {
    await this.#dispatcher.destroy();
  }
}
