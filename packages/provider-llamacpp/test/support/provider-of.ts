import { createClient } from '@lmux/core';
import { defineProvider, type Provider, type ProviderCall } from '@lmux/core/provider';
import { closeAfterTest } from '@lmux/test-support';
import { createLlamaCppProvider } from '../../src/create-llamacpp-provider.js';
import { llamacppCapabilities } from '../../src/index.js';

/** Creates the provider of a client for the server at a URL. It is closed after the test. */
export function providerOf(baseUrl: string): Provider {
  let provider: Provider = {};
  const plugin = defineProvider({
    id: 'llamacpp',
    capabilities: llamacppCapabilities,
    create: (context) => (provider = createLlamaCppProvider(context)),
  });
  closeAfterTest(createClient({ plugins: [plugin], config: { provider: 'llamacpp', baseUrl, retry: false } }));
  return provider;
}

/** The context of a call, as the planner creates it. */
export const CALL: ProviderCall = { route: 'openai', warnings: [], options: {}, resume: false };
