import type { ChatRequest } from '../../src/contract/chat.js';
import type { ClientConfig } from '../../src/contract/client-config.js';
import type { LmClient } from '../../src/contract/lm-client.js';
import type { Message } from '../../src/contract/message.js';
import type { Usage } from '../../src/contract/usage.js';
import type { Provider } from '../../src/provider/provider.js';
import { ABLE_ROUTE } from '../../src/testing/fake-matrix.js';
import { fakeProvider } from '../../src/testing/fake-provider.js';
import type { FakeModel } from '../../src/testing/fake-model-store.js';
import { createClient } from '../../src/client/create-client.js';

const ESTIMATING = { ...ABLE_ROUTE, 'tokens.count': 'no' } as const;

export interface Setup {
  readonly methods?: Provider;
  readonly config?: Partial<ClientConfig>;
  readonly models?: readonly FakeModel[];
  readonly counts?: boolean;
  readonly usage?: (request: ChatRequest) => Usage;
}

const textOf = ({ content }: Message): string => (typeof content === 'string' ? content : '');

/** The fake model has a token for each letter of a word, and 40 for the template. */
export const exactOf = ({ messages }: ChatRequest): number =>
  messages.reduce((sum, message) => sum + (textOf(message).match(/\p{L}/gu)?.length ?? 0), 40);

export function setup({ methods, config, models, counts = false, usage }: Setup = {}) {
  const plugin = fakeProvider({
    routes: { only: counts ? ABLE_ROUTE : ESTIMATING },
    methods,
    models: models ?? [{ id: 'm', loaded: true, contextLength: 4096 }, { id: 'unloaded' }],
    replies:
      methods?.chat === undefined
        ? (request) => ({ text: 'ok', usage: usage?.(request) ?? { inputTokens: exactOf(request) } })
        : undefined,
  });
  const client: LmClient = createClient({ plugins: [plugin], config: { provider: 'fake', model: 'm', ...config } });
  const methodsOf = () => plugin.calls.map(({ method }) => method);
  return { client, plugin, methodsOf };
}

export const prompt = (words: number): string =>
  Array.from({ length: words }, (_, index) => ['gradual', 'process', 'between', 'several'][index % 4]).join(' ');

/** Chats with prompts of different lengths. */
export async function chatAbout(client: LmClient, times = 5): Promise<void> {
  for (let index = 1; index <= times; index += 1) await client.chat(prompt(40 * index));
}

export const chat = (words: number): ChatRequest => ({ messages: [{ role: 'user', content: prompt(words) }] });
