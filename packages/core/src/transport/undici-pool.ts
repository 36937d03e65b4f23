import { Agent, buildConnector, Client, type Dispatcher, EnvHttpProxyAgent, Pool, ProxyAgent } from 'undici';
import type { Clock } from '../clock/clock.js';
import { LmError } from '../errors/lm-error.js';
import { checkProxyUrl, checkProxyVariables } from './proxy-settings.js';
import type { Transport, TransportRequest, TransportResponse } from './transport.js';
import { type ExchangeConnection, UndiciExchange } from './undici-exchange.js';
import { openTunnels } from './undici-tunnel.js';
import { USER_AGENT } from './user-agent.js';

/** Idle connections are closed after 4 s, since LM Studio closes them after 5 s. */
const KEEP_ALIVE_MS = 4000;

/** The settings of all connections. Passed to the pools too, since undici's proxy agents do not pass them on. */
const CONNECTIONS = { keepAliveTimeout: KEEP_ALIVE_MS, keepAliveMaxTimeout: KEEP_ALIVE_MS, allowH2: false };

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

/** Connects for undici: directly, which returns the socket at once, or through a tunnel, which observes `signal`. */
type Connect = (
  target: buildConnector.Options & { readonly signal: AbortSignal },
  callback: buildConnector.Callback,
) => unknown;

/** The connection of one undici client, which has at most one socket at a time and writes one request at a time. */
class ClientConnection implements ExchangeConnection {
  readonly #establish: Connect;
  /** The connections of the pool that are being established. Undici does not close them when it is destroyed. */
  readonly #pending: Set<ExchangeConnection>;
  /** Number of requests that were written on the current socket. */
  #requests = 0;
  #stop: ((reason: Error) => void) | undefined;
  /** The exchange that was assigned last, until it is written. */
  #exchange: UndiciExchange | undefined;
  /** True if a proxy forwards the requests, on connections of its own. */
  #isForwarded = false;

  constructor(establish: Connect, pending: Set<ExchangeConnection>) {
    this.#establish = establish;
    this.#pending = pending;
  }

  /** Assigns an exchange before undici writes it, for which it may have to connect first. */
  assign(exchange: UndiciExchange, path: string): void {
    this.#exchange = exchange;
    exchange.connection = this;
    // Undici writes the whole URL only for a proxy that forwards requests.
    this.#isForwarded = !path.startsWith('/');
  }

  countRequest(): boolean {
    // An idle connection must not keep the request in memory.
    this.#exchange = undefined;
    this.#requests += 1;
    // The age of a connection to a proxy says nothing about the connection on which the server received the request.
    return this.#requests > 1 && !this.#isForwarded;
  }

  abandon(reason: Error): void {
    this.#stop?.(reason);
  }

  readonly connect = (target: buildConnector.Options, callback: buildConnector.Callback): void => {
    const controller = new AbortController();
    let socket: unknown;
    let settled = false;
    const settle: buildConnector.Callback = (error, established) => {
      if (settled) {
        established?.destroy();
        return;
      }
      settled = true;
      this.#requests = 0;
      this.#stop = undefined;
      this.#pending.delete(this);
      if (error === null) callback(null, established);
      else callback(error, null);
    };
    this.#pending.add(this);
    this.#stop = (reason) => {
      controller.abort(reason);
      if (isDestroyable(socket)) socket.destroy();
      settle(reason, null);
    };
    socket = this.#establish({ ...target, signal: controller.signal }, settle);
    // The exchange may have ended after `dispatch`, while undici found that its idle connection was dead.
    if (this.#exchange?.done) this.#stop?.(new Error('The exchange was canceled.'));
  };
}

function isDestroyable(value: unknown): value is { destroy(): void } {
  return typeof value === 'object' && value !== null && 'destroy' in value;
}

/** A client of undici that tells each exchange on which connection it is sent. */
class TrackedClient extends Client {
  readonly #connection: ClientConnection;

  constructor(origin: URL, options: Client.Options, pending: Set<ExchangeConnection>) {
    const connection = new ClientConnection(options.connect as Connect, pending);
    super(origin, { ...options, connect: connection.connect });
    this.#connection = connection;
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    if (handler instanceof UndiciExchange) this.#connection.assign(handler, options.path);
    return super.dispatch(options, handler);
  }
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
  readonly #pending = new Set<ExchangeConnection>();
  #lastUrl: UrlParts | undefined;

  /** @throws `config_invalid` if the URL of the proxy, or a variable that contains it, is invalid. */
  constructor({ proxy, tls: { ca, ...tlsRest } = {} }: UndiciPoolOptions, clock: Clock) {
    this.#clock = clock;
    const tls = { ...tlsRest, ...(ca === undefined ? {} : { ca: [ca].flat() }) };
    const common: Agent.Options = {
      ...CONNECTIONS,
      // The exchange applies the connect timeout itself.
      connectTimeout: 0,
      connect: buildConnector({ ...tls, timeout: 0, allowH2: false }),
      factory: (origin, options) =>
        new Pool(origin, {
          ...(options as Pool.Options),
          ...CONNECTIONS,
          factory: (url, clientOptions) => new TrackedClient(url, clientOptions, this.#pending),
        }),
    };
    if (proxy === undefined) {
      this.#dispatcher = new Agent(common);
      return;
    }
    const proxied = { ...common, requestTls: tls as object, clientFactory: openTunnels };
    if ('url' in proxy) {
      checkProxyUrl(proxy.url, '"proxy"');
      this.#dispatcher = new ProxyAgent({ ...proxied, uri: proxy.url });
    } else {
      checkProxyVariables(process.env);
      this.#dispatcher = new EnvHttpProxyAgent(proxied);
    }
  }

  send(request: TransportRequest): Promise<TransportResponse> {
    return new Promise((resolve, reject) => {
      const exchange = new UndiciExchange(request, this.#clock, resolve, reject);
      const { origin, path } = this.#partsOf(request.url);
      try {
        this.#dispatcher.dispatch(
          {
            origin,
            path,
            method: request.method,
            // Identity, because the transport does not decompress, and a compressing proxy would delay tokens.
            headers: { 'accept-encoding': 'identity', 'user-agent': USER_AGENT, ...request.headers },
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
    const closed = this.#dispatcher.destroy();
    for (const connection of this.#pending)
      connection.abandon(new LmError('closed', 'The transport was closed during the call.'));
    await closed;
  }
}
