import { configFromEnv, createClient, type ClientConfig } from '@lmux/core';
import { LlamaCppApi, llamacpp } from '@lmux/provider-llamacpp';
import { onTestFinished, type TestContext } from 'vitest';

/** Where the server listens that the environment names; the test is skipped, with the reason, where it is no llama-server's. */
function liveUrl(context: TestContext): string {
  const { LM_PROVIDER: provider, LM_BASE_URL: url } = process.env;
  if (provider !== 'llamacpp') return context.skip(`LM_PROVIDER is "${provider ?? ''}", not "llamacpp"`);
  if (url === undefined || url === '') return context.skip('LM_BASE_URL is unset');
  return url;
}

/** A client of it; it is closed after the test. */
export function liveClient(context: TestContext, more: Partial<Omit<ClientConfig, 'provider'>> = {}) {
  const config = { ...configFromEnv(), baseUrl: liveUrl(context), provider: 'llamacpp', ...more } as const;
  const client = createClient({ plugins: [llamacpp], config });
  onTestFinished(() => client.close());
  return client;
}

/**
 * A client of it whose requests have a connection of their own each, for loads and downloads. These are never sent twice, so a kept-alive
 * connection that died while it was idle would fail them.
 */
export function liveLoader(context: TestContext) {
  return liveClient(context, { headers: { connection: 'close' } });
}

/** A wire client of it. */
export function liveApi(context: TestContext): LlamaCppApi {
  const api = new LlamaCppApi({ baseUrl: liveUrl(context), apiToken: process.env['LM_API_KEY'] });
  onTestFinished(() => api.close());
  return api;
}

/** A variable's value; the test is skipped where it is unset. */
export function variable(name: string, context: TestContext): string {
  const value = process.env[name];
  return value === undefined || value === '' ? context.skip(`${name} is unset`) : value;
}
