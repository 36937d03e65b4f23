import type { ClientConfig } from '../../src/contract/client-config.js';
import type { ChatRequest } from '../../src/contract/chat.js';
import type { LmClient } from '../../src/contract/lm-client.js';
import { createClient } from '../../src/client/create-client.js';
import type { Provider } from '../../src/provider/provider.js';
import { ABLE_ROUTE } from '../../src/testing/fake-matrix.js';
import { fakeProvider, type FakeProviderPlugin, type FakeRoutes } from '../../src/testing/fake-provider.js';

export const ROUTES: FakeRoutes = {
  native: {
    ...ABLE_ROUTE,
    assistantMessages: 'no',
    tools: 'no',
    seed: 'no',
    minP: 'no',
    embedding: 'no',
    completion: 'no',
  },
  openai: { ...ABLE_ROUTE, statefulChat: 'no', minP: 'no', logprobs: 'unknown', 'models.load': 'no' },
};

export interface Setup {
  readonly plugin: FakeProviderPlugin<string, FakeRoutes>;
  readonly client: LmClient;
}

export function setup(methods: Provider = {}, config: Partial<ClientConfig> = {}): Setup {
  const plugin = fakeProvider<string, FakeRoutes>({ id: 'two', routes: ROUTES, methods });
  const able = fakeProvider({ id: 'able' });
  const client = createClient({
    plugins: [plugin, able],
    config: { provider: 'two', model: 'm', ...config },
  });
  return { plugin, client };
}

export const user = { role: 'user', content: 'hi' } as const;

export const turn: ChatRequest = { messages: [user] };
