import type { WireClientOptions } from './create-http-client.js';
import type { ProviderContext } from './provider-factory.js';

/** Returns the options of a wire client that a provider's context holds. The proxy is left out: it belongs to the transport, which is made already. */
export function wireOptionsOf({
  config,
  baseUrl,
  transport,
  clock,
  logger,
  retryPolicy,
}: ProviderContext): WireClientOptions {
  const { apiToken, headers, timeout, timeouts, maxConcurrent, limits } = config;
  return {
    baseUrl,
    apiToken,
    headers,
    timeout,
    timeouts,
    maxConcurrent,
    limits,
    transport,
    clock,
    logger,
    retryPolicy,
  };
}
