import type { LmClient } from '../../src/contract/lm-client.js';
import { createClient } from '../../src/client/create-client.js';
import type { Provider } from '../../src/provider/provider.js';
import { fakeProvider, type FakeProviderPlugin, type FakeRoutes } from '../../src/testing/fake-provider.js';
import type { FakeModel } from '../../src/testing/fake-model-store.js';

export interface Setup {
  readonly plugin: FakeProviderPlugin<string, FakeRoutes>;
  readonly client: LmClient;
  /** Returns the names of the provider methods that were called, followed by the id if the request is one. */
  readonly calls: () => string[];
}

export const MODELS: readonly FakeModel[] = [{ id: 'Big' }, { id: 'warm', loaded: true }];

export function setup(methods: Provider = {}, models = MODELS, routes?: FakeRoutes): Setup {
  const plugin = fakeProvider<string, FakeRoutes>({ id: 'fake', methods, models, routes });
  const client = createClient({ plugins: [plugin], config: { provider: 'fake' } });
  const calls = (): string[] =>
    plugin.calls.map(({ method, request }) => (typeof request === 'string' ? `${method} ${request}` : method));
  return { plugin, client, calls };
}
