import { createClient, type ClientConfig, type LmClient, type ProviderPlugin } from '@lmux/core';
import { llamacpp } from '@lmux/provider-llamacpp';
import { lmstudio } from '@lmux/provider-lmstudio';
import { ollama } from '@lmux/provider-ollama';
import { openai } from '@lmux/provider-openai';
import { closeAfterTest } from '@lmux/test-support';

/** The response to a request that is not to a model. */
export const NOT_FOUND = { status: 404, body: {} };

/** Options of a scripted server that has no other routes. Providers then take it for a plain server. */
export const UNKNOWN_ROUTE = { unknownRoute: () => NOT_FOUND };

/** True for a request to a model. The client may describe the model first, which the scripted servers refuse with status 404. */
export function isToModel(request: { readonly route: string }): boolean {
  return /^POST .*\/(?:chat|completions|generate|embed|embeddings)$/.test(request.route);
}

/** Creates a client of a provider without retries, which is closed after the test. `plugins` are in addition to the repository's own. */
export function clientOf(
  provider: ClientConfig['provider'],
  url: string,
  plugins: readonly ProviderPlugin[] = [],
): LmClient {
  const baseUrl = provider === 'openai' ? `${url}/v1` : url;
  const config = { provider, baseUrl, model: 'm', retry: false } as ClientConfig;
  return closeAfterTest(createClient({ plugins: [openai, llamacpp, lmstudio, ollama, ...plugins], config }));
}
