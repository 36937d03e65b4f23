import type { ClientConfig } from '../contract/client-config.js';
import { systemClock } from '../clock/system-clock.js';
import type { HttpClient, HttpClientOptions } from '../http/http-client.js';
import { JsonHttpClient } from '../http/json-http-client.js';
import { resolveLimits } from '../http/limits.js';
import { BackoffRetryPolicy } from '../http/retry-policy.js';
import { noopLogger } from '../logging/logger.js';
import { createDefaultTransport } from '#platform';
import type { ProviderContext } from './provider-factory.js';

/** What a wire client is made from: the neutral configuration without what only the neutral client uses. */
export interface WireClientOptions
  extends
    Omit<ClientConfig, 'provider' | 'baseUrl' | 'model' | 'embedModel' | 'onUnsupported' | 'options'>,
    Partial<Omit<ProviderContext, 'config' | 'generateId'>> {
  /** Where the server listens. */
  readonly baseUrl: string;
}

/** A wire client's HTTP, with its own transport unless one is given; `close` then closes that too. */
export interface WireHttp {
  readonly http: HttpClient;
  close(): Promise<void>;
}

/** Settles the options of a wire client. */
export function createHttpClient(
  options: WireClientOptions,
  own: Pick<HttpClientOptions, 'provider' | 'errorRules' | 'apiTokenHeader'>,
): WireHttp {
  const transport = options.transport ?? createDefaultTransport({ proxy: options.proxy, clock: options.clock });
  const http = new JsonHttpClient({
    ...own,
    baseUrl: options.baseUrl,
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
    async close() {
      http.close();
      // Whoever hands a transport in closes it after this.
      await http.settled();
      // A transport that was handed in may serve others.
      if (options.transport === undefined) await transport.close();
    },
  };
}
