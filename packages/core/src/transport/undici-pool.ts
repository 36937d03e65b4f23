import type { Socket } from 'node:net';
import { Agent, buildConnector, type Dispatcher, EnvHttpProxyAgent, ProxyAgent } from 'undici';
import type { Clock } from '../clock/clock.js';
import type { Transport, TransportRequest, TransportResponse } from './transport.js';
import { UndiciExchange } from './undici-exchange.js';

/** Idle connections are dropped before the 5 s after which LM Studio does. */
const KEEP_ALIVE_MS = 4000;

/** How connections are made. */
export interface UndiciPoolOptions {
  /** Proxy to go through: its URL, or `fromEnv` for `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`. Default: none. */
  readonly proxy?: { readonly url: string } | { readonly fromEnv: true } | undefined;
  /** TLS settings: own authorities, a client certificate, or (for tests) no checks. */
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

/** A URL as undici wants it. */
interface UrlParts {
  readonly href: string;
  readonly origin: string;
  readonly path: string;
}

/** The part of `UndiciTransport` that needs undici: this file is only ever imported dynamically. */
export class UndiciPool implements Transport {
  readonly #dispatcher: Dispatcher;
  readonly #clock: Clock;
  readonly #reportsConnections: boolean;
  #lastUrl: UrlParts | undefined;
  /** The exchange being dispatched: undici asks for its connection within that call, if it needs a new one. */
  #dispatching: UndiciExchange | undefined;

  constructor(options: UndiciPoolOptions, clock: Clock) {
    this.#clock = clock;
    const tls = { ...options.tls, ...(options.tls?.ca === undefined ? {} : { ca: [options.tls.ca].flat() }) };
    const connector = buildConnector({ ...tls, timeout: 0, allowH2: false } as buildConnector.BuildOptions);
    const common: Agent.Options = {
      keepAliveTimeout: KEEP_ALIVE_MS,
      keepAliveMaxTimeout: KEEP_ALIVE_MS,
      // The clocks are ours, also that of connecting.
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
            // Identity, because nothing here decompresses and a compressing proxy would hold tokens back.
            headers: { 'accept-encoding': 'identity', ...request.headers },
            body: request.body ?? null,
            // The clocks are ours: undici's 300 s would end slow models. Set here, since its proxies forget the pool's settings.
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

  /** A client calls few routes, mostly the same again. */
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
