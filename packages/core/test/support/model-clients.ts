import type { ChatRequest } from '../../src/contract/chat.js';
import type { ClientConfig } from '../../src/contract/client-config.js';
import type { LmClient } from '../../src/contract/lm-client.js';
import type { ModelInfo } from '../../src/contract/model.js';
import type { DescribedModel } from '../../src/contract/model-description.js';
import type { Provider } from '../../src/provider/provider.js';
import { FakeClock } from '../../src/testing/fake-clock.js';
import { ABLE_ROUTE } from '../../src/testing/fake-matrix.js';
import { fakeProvider } from '../../src/testing/fake-provider.js';
import { createClient } from '../../src/client/create-client.js';

export const DEPENDS = { support: 'yes', note: 'Depends on the model.', dependsOnModel: true } as const;
const ROUTE = {
  ...ABLE_ROUTE,
  tools: DEPENDS,
  imageInput: DEPENDS,
  reasoning: DEPENDS,
  embedding: DEPENDS,
} as const;

export const user = { role: 'user', content: 'hi' } as const;
export const PLAIN: ChatRequest = { messages: [{ role: 'system', content: 'Be brief' }, user] };
export const IMAGE: ChatRequest = {
  messages: [{ role: 'user', content: [{ type: 'image', image: 'data:image/png;base64,AA==' }] }],
};
export const TOOLS: ChatRequest = { messages: [user], tools: [{ name: 'f' }] };

export function info(id: string, more: Partial<ModelInfo> = {}): ModelInfo {
  return { id, type: 'llm', loaded: false, instances: [], capabilities: {}, raw: {}, ...more };
}

export const BLIND: DescribedModel = { id: 'blind', features: { imageInput: false, tools: true } };

/** A client of a server whose models have the given descriptions. `methods` are those of the provider. */
export function setup(methods: Provider = {}, config: Partial<ClientConfig> = {}, clock = new FakeClock()) {
  const plugin = fakeProvider({
    routes: { only: ROUTE },
    methods: { describeModel: async () => BLIND, listModels: async () => [], ...methods },
  });
  const able = fakeProvider({ id: 'able' });
  const client: LmClient = createClient({
    plugins: [plugin, able],
    // An emulation would serve what these models lack.
    config: { provider: 'fake', model: 'blind', emulate: 'never', ...config },
    clock,
  });
  const methodsOf = () => plugin.calls.map(({ method }) => method);
  return { client, plugin, methodsOf, clock };
}

export const refusal = { code: 'capability_unsupported', provider: 'fake' };
