import type { WireClientOptions } from './create-http-client.js';
import type { ProviderContext } from './provider-factory.js';

/** Returns the options of a wire client from a provider's context. They have no proxy, since that belongs to the transport of the context. */
export function wireOptionsOf({
  config,
  baseUrl,
  transport,
  clock,
  logger,
  retryPolicy,
}: ProviderContext): WireClientOptions {
  const { apiToken, headers, timeout, timeouts, retry, maxConcurrent, limits, redirect, allowInsecureKey } = config;
  return {
    baseUrl,
    apiToken,
    headers,
    timeout,
    timeouts,
    retry,
    maxConcurrent,
    limits,
    redirect,
    allowInsecureKey,
    transport,
    clock,
    logger,
    retryPolicy,
  };
}
