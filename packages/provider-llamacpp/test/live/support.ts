import { configFromEnv, createClient, type ClientConfig, type Transport, UndiciTransport } from '@lmux/core';
import { SeparateConnections } from '@lmux/test-support';
import { LlamaCppApi, llamacpp } from '@lmux/provider-llamacpp';
import { onTestFinished, type TestContext } from 'vitest';

/** Returns the address of the server from the environment. Skips the test with a reason if it is not the address of a llama-server. */
function liveUrl(context: TestContext): string {
  const { LM_PROVIDER: provider, LM_BASE_URL: url } = process.env;
  if (provider !== 'llamacpp') return context.skip(`LM_PROVIDER is "${provider ?? ''}", not "llamacpp"`);
  if (url === undefined || url === '') return context.skip('LM_BASE_URL is unset');
  return url;
}

/** Creates a client for the server. It is closed after the test. */
export function liveClient(
  context: TestContext,
  more: Partial<Omit<ClientConfig, 'provider'>> = {},
  transport?: Transport,
) {
  const config = { ...configFromEnv(), baseUrl: liveUrl(context), provider: 'llamacpp', ...more } as const;
  const client = createClient({
    plugins: [llamacpp],
    config: { emulate: 'never', ...config },
    ...(transport && { transport }),
  });
  onTestFinished(() => client.close());
  return client;
}

/**
 * Creates a client that opens a new connection for each request, for loads and downloads. These are never retried, so a kept-alive
 * connection that was closed while it was idle would fail them.
 */
export function liveLoader(context: TestContext) {
  const transport = new SeparateConnections(() => new UndiciTransport());
  onTestFinished(() => transport.close());
  return liveClient(context, {}, transport);
}

/** Creates a wire client for the server. It is closed after the test. */
export function liveApi(context: TestContext): LlamaCppApi {
  const api = new LlamaCppApi({ baseUrl: liveUrl(context), apiToken: process.env['LM_API_KEY'] });
  onTestFinished(() => api.close());
  return api;
}

/** Returns the value of an environment variable. Skips the test if it is unset. */
export function variable(name: string, context: TestContext): string {
  const value = process.env[name];
  return value === undefined || value === '' ? context.skip(`${name} is unset`) : value;
}
