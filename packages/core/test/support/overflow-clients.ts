import type { CallOptions } from '../../src/contract/call-options.js';
import type { ChatRequest, ChatResponse } from '../../src/contract/chat.js';
import type { ClientConfig } from '../../src/contract/client-config.js';
import type { LmClient } from '../../src/contract/lm-client.js';
import type { Message } from '../../src/contract/message.js';
import type { Provider } from '../../src/provider/provider.js';
import { FakeClock } from '../../src/testing/fake-clock.js';
import { ABLE_ROUTE } from '../../src/testing/fake-matrix.js';
import { fakeProvider } from '../../src/testing/fake-provider.js';
import { createClient } from '../../src/client/create-client.js';

export const user = (content: string): Message => ({ role: 'user', content });
export const says = (content: string): Message => ({ role: 'assistant', content });

/** Turns of ten tokens each: every message has five. */
export const turns = (count: number): Message[] =>
  Array.from({ length: count }, (_, index) => [user(`q${index}`), says(`a${index}`)]).flat();

export const CHAT = (count: number, more: Partial<ChatRequest> = {}): ChatRequest => ({
  messages: [{ role: 'system', content: 'S' }, ...turns(count), user('last')],
  maxOutputTokens: 20,
  ...more,
});

const EXACT: Provider = { countTokens: async ({ messages }) => messages.length * 5 };

/** Responds to a chat with "ok". */
export const respond: NonNullable<Provider['chat']> = async (_, { route, warnings }) => ({
  model: 'm',
  route,
  text: 'ok',
  message: { role: 'assistant', content: 'ok' },
  toolCalls: [],
  toolResults: [],
  finishReason: { unified: 'stop', raw: 'stop' },
  warnings,
  raw: {},
});

/** A client of a server with a context of 100 tokens. */
export function setup(methods: Provider = {}, config: Partial<ClientConfig> = {}, canCount = true) {
  const clock = new FakeClock();
  const plugin = fakeProvider({
    routes: { only: { ...ABLE_ROUTE, 'tokens.count': canCount ? 'yes' : 'no' } },
    methods: {
      describeModel: async (id) => ({ id, features: {}, contextLength: 100 }),
      ...(canCount ? EXACT : {}),
      ...methods,
    },
  });
  const client = createClient({ plugins: [plugin], config: { provider: 'fake', model: 'm', ...config }, clock });
  const methodsOf = () => plugin.calls.map(({ method }) => method);
  const sent = () => plugin.recordedRequests.at(-1)?.messages.map(({ content }) => content);
  return { client, plugin, methodsOf, sent, clock };
}

export type Call = (client: LmClient, request: ChatRequest, options?: CallOptions) => Promise<ChatResponse>;

export const CALLS: readonly (readonly [string, Call])[] = [
  ['chat', (client, request, options) => client.chat(request, options)],
  ['chatStream', (client, request, options) => client.chatStream(request, options).response()],
];
