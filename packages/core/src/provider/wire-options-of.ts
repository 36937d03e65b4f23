import type { WireClientOptions } from './create-http-client.js';
import type { ProviderContext } from './provider-factory.js';

/**
 * What a provider's context says that its wire client takes; the base URL, whose default is the provider's, apart. The proxy is the
 * transport's business, which is made already.
 */
export function wireOptionsOf({
  config,
  transport,
  clock,
  logger,
  retryPolicy,
}: ProviderContext): Omit<WireClientOptions, 'baseUrl'> {
  const { apiToken, headers, timeout, timeouts, maxConcurrent, limits } = config;
  return { apiToken, headers, timeout, timeouts, maxConcurrent, limits, transport, clock, logger, retryPolicy };
}
