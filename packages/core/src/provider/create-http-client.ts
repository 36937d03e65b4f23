import type { ClientConfig } from '../contract/client-config.js';
import { systemClock } from '../clock/clock.js';
import { parseBaseUrl, type BaseUrl } from '../http/base-url.js';
import type { HttpClient, HttpServerTraits } from '../http/http-client.js';
import { JsonHttpClient } from '../http/json-http-client.js';
import { resolveLimits } from '../decode/limits.js';
import { BackoffRetryPolicy } from '../http/retry-policy.js';
import { noopLogger } from '../logging/logger.js';
import { createDefaultTransport } from '#platform';
import type { ProviderContext } from './provider-factory.js';

/** What a wire client is made from: the neutral configuration without what only the neutral client uses. */
export interface WireClientOptions
  extends
    Omit<ClientConfig, 'provider' | 'baseUrl' | 'model' | 'embedModel' | 'onUnsupported' | 'options'>,
    Partial<Pick<ProviderContext, 'transport' | 'clock' | 'logger' | 'retryPolicy'>> {
  /** Where the server listens, as a URL or parsed. Default: where such a server listens by default. */
  readonly baseUrl?: string | BaseUrl | undefined;
}

/** What a provider knows of its servers. */
export interface ServerTraits extends HttpServerTraits {
  /** Where such a server listens unless `baseUrl` says otherwise. */
  readonly defaultBaseUrl: string;
  /** Maps the path of the base URL to the path that requests are sent below, both without slashes at the end. Default: the same path. */
  readonly rootPath?: ((path: string) => string) | undefined;
}

/** A wire client's HTTP. */
export interface WireHttp {
  readonly http: HttpClient;
  /** Where the server listens: what `baseUrl` or the default says, parsed. */
  readonly baseUrl: BaseUrl;
  /** Ends the calls that run, and closes the transport unless one was passed. */
  readonly close: () => Promise<void>;
}

function parsed(baseUrl: string | URL | BaseUrl): BaseUrl {
  // A caller without types may pass a `URL`, whose text is meant.
  return typeof baseUrl === 'object' && 'path' in baseUrl ? baseUrl : parseBaseUrl(String(baseUrl));
}

/** Makes the HTTP client of a wire client or provider, with a transport of its own unless one is passed. */
export function createHttpClient(
  options: WireClientOptions,
  { defaultBaseUrl, rootPath, ...traits }: ServerTraits,
): WireHttp {
  const baseUrl = parsed(options.baseUrl ?? defaultBaseUrl);
  const transport = options.transport ?? createDefaultTransport({ proxy: options.proxy, clock: options.clock });
  const http = new JsonHttpClient({
    ...traits,
    baseUrl: rootPath === undefined ? baseUrl : { ...baseUrl, path: rootPath(baseUrl.path) },
    apiToken: options.apiToken,
    headers: options.headers,
    timeout: options.timeout,
    timeouts: options.timeouts,
    transport,
    clock: options.clock ?? systemClock,
    logger: options.logger ?? noopLogger,
    retryPolicy: options.retryPolicy ?? new BackoffRetryPolicy(options.retry),
    maxConcurrent: options.maxConcurrent ?? Infinity,
    limits: resolveLimits(options.limits),
  });
  return {
    http,
    baseUrl,
    async close() {
      http.close();
      // Whoever passes a transport closes it after this.
      await http.settled();
      // A transport that was passed may serve others.
      if (options.transport === undefined) await transport.close();
    },
  };
}
