import type { ClientConfig, SizeLimits } from '../contract/client-config.js';
import { systemClock } from '../clock/clock.js';
import { guardClock } from '../clock/guard-clock.js';
import { parseBaseUrl, type BaseUrl } from '../http/base-url.js';
import type { RequestBuilderOptions } from '../http/build-request.js';
import type { HttpClient, HttpServerTraits } from '../http/http-client.js';
import { hasKeyHeader, insecureServerOf } from '../http/insecure-key.js';
import { JsonHttpClient } from '../http/json-http-client.js';
import { resolveLimits } from '../decode/limits.js';
import { backoffOf, BackoffRetryPolicy } from '../http/retry-policy.js';
import { guardLogger } from '../logging/guard-logger.js';
import { noopLogger } from '../logging/logger.js';
import { createDefaultTransport } from '#platform';
import type { ProviderContext } from './provider-factory.js';

/** Options of a wire client: those of `ClientConfig` that concern HTTP, and replaceable values. */
export interface WireClientOptions
  extends
    Omit<ClientConfig, 'provider' | 'baseUrl' | 'model' | 'embedModel' | 'onUnsupported' | 'limits' | 'options'>,
    Partial<Pick<ProviderContext, 'transport' | 'clock' | 'logger' | 'retryPolicy'>> {
  /** Address of the server, as a URL or parsed. Default: the default address of the server. */
  readonly baseUrl?: string | BaseUrl | undefined;
  /** Maximum sizes of responses. */
  readonly limits?: SizeLimits | undefined;
}

/** Traits of the servers of a provider. */
export interface ServerTraits extends HttpServerTraits {
  /** Default address of the server. */
  readonly defaultBaseUrl: string;
  /** Maps the path of the base URL to the root path of requests. Both have no trailing slash. Default: the same path. */
  readonly rootPath?: ((path: string) => string) | undefined;
}

/** The HTTP client of a wire client. */
export interface WireHttp {
  readonly http: HttpClient;
  /** Address of the server, parsed. */
  readonly baseUrl: BaseUrl;
  /** Ends the running calls, and closes the transport unless one was passed. */
  readonly close: () => Promise<void>;
}

function parsed(baseUrl: string | URL | BaseUrl): BaseUrl {
  // JavaScript callers may pass a `URL`.
  return typeof baseUrl === 'object' && 'path' in baseUrl ? baseUrl : parseBaseUrl(String(baseUrl));
}

/** Returns a function that logs, once, that a key is sent without encryption. `undefined` if that is not possible or is allowed. */
function keyGuard(baseUrl: BaseUrl, options: WireClientOptions, provider: string): RequestBuilderOptions['onHeaders'] {
  const { apiToken, logger = noopLogger } = options;
  // A function may return no token.
  const insecure = insecureServerOf(baseUrl, typeof apiToken === 'function' ? { ...options, apiToken: '' } : options);
  if (insecure === undefined) return undefined;
  let isLogged = false;
  return (headers, token) => {
    if (isLogged || !(insecure.hasKey || token || hasKeyHeader(headers))) return;
    isLogged = true;
    const hint = 'Use an https URL, or set allowInsecureKey to true.';
    guardLogger(logger).warn('API key sent over plain http', { provider, server: baseUrl.origin, hint });
  };
}

/** Creates the HTTP client of a wire client or provider, with its own transport unless one is passed. */
export function createHttpClient(
  options: WireClientOptions,
  { defaultBaseUrl, rootPath, ...traits }: ServerTraits,
): WireHttp {
  const baseUrl = parsed(options.baseUrl ?? defaultBaseUrl);
  const transport = options.transport ?? createDefaultTransport({ proxy: options.proxy, clock: options.clock });
  const retryPolicy = options.retryPolicy ?? new BackoffRetryPolicy(options.retry);
  const http = new JsonHttpClient({
    ...traits,
    baseUrl: rootPath === undefined ? baseUrl : { ...baseUrl, path: rootPath(baseUrl.path) },
    apiToken: options.apiToken,
    headers: options.headers,
    onHeaders: keyGuard(baseUrl, options, traits.provider),
    timeout: options.timeout,
    timeouts: options.timeouts,
    transport,
    clock: guardClock(options.clock ?? systemClock),
    logger: guardLogger(options.logger ?? noopLogger),
    retryPolicy,
    backoff: backoffOf(retryPolicy, options.retry),
    maxConcurrent: options.maxConcurrent ?? Infinity,
    limits: resolveLimits(options.limits),
    redirect: options.redirect ?? 'same-origin',
  });
  return {
    http,
    baseUrl,
    async close() {
      http.close();
      // The caller may close its transport after this.
      await http.settled();
      // Others may use a transport that was passed.
      if (options.transport === undefined) await transport.close();
    },
  };
}
