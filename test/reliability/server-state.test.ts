import type { AssistantMessage, ChatResponse, LmClient, Message } from '@lmux/core';
import {
  createHttpClient,
  DENIED_ROUTE,
  defineProvider,
  dispatchRoutes,
  wireOptionsOf,
  type CapabilityMatrix,
} from '@lmux/core/provider';
import { createOpenAIRoute, GENERAL_DIALECT } from '@lmux/provider-openai/protocol';
import { scriptServer, sseOf, type ScriptedRequest } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { clientOf, UNKNOWN_ROUTE } from './support/provider-client.ts';

const USER: Message = { role: 'user', content: 'Hi' };
const SIGNATURE = { extra_content: { google: { thought_signature: 'SIG' } } };
const CALL = { id: 'a', type: 'function', function: { name: 'f', arguments: '{"x":1}' } };
const SIGNED = { ...CALL, ...SIGNATURE };
/** No provider has `reasoning_text` as its default field. */
const SAID = { content: 'Yes', reasoning_text: 'Hm', tool_calls: [SIGNED] };

/** A cell for everything that the tests call. */
const ROUTE = { ...DENIED_ROUTE, chat: 'yes', 'chat.stream': 'yes', assistantMessages: 'yes', tools: 'yes' } as const;

const CAPABILITIES = { provider: 'two', routes: { one: ROUTE, other: ROUTE } } as const satisfies CapabilityMatrix;

/** A provider whose two routes have the same format and the same server. */
const TWO_ROUTES = defineProvider({
  id: 'two',
  capabilities: CAPABILITIES,
  create(context) {
    const wire = createHttpClient(wireOptionsOf(context), { provider: 'two', defaultBaseUrl: 'http://127.0.0.1' });
    const { generateId, config } = context;
    const server = { provider: config.provider, origin: wire.baseUrl.origin };
    const { chat, chatStream } = createOpenAIRoute({
      http: wire.http,
      prefix: '/v1',
      dialect: GENERAL_DIALECT,
      includeUsage: false,
      generateId,
      server,
    });
    return {
      ...dispatchRoutes({ one: { chat, chatStream }, other: { chat, chatStream } }),
      close: () => wire.close(),
    };
  },
});

/** Starts a server that responds to each chat with reasoning and a signed call, in Ollama's own format where that is requested. */
function start() {
  const about = { id: 'c', model: 'm', created: 1 };
  return scriptServer(({ route, body }) => {
    if (route === 'POST /api/chat') {
      return { body: { model: 'm', message: { content: 'Yes' }, done: true, done_reason: 'stop' } };
    }
    if (!route.startsWith('POST')) return undefined;
    if ((body as { stream?: boolean }).stream !== true) {
      return { body: { ...about, choices: [{ index: 0, message: SAID, finish_reason: 'tool_calls' }] } };
    }
    const delta = { ...SAID, tool_calls: [{ index: 0, ...SIGNED }] };
    const chunk = { ...about, choices: [{ index: 0, delta, finish_reason: 'tool_calls' }] };
    return { body: sseOf([chunk]), contentType: 'text/event-stream' };
  }, UNKNOWN_ROUTE);
}

interface Party {
  readonly client: LmClient;
  readonly route: string;
  readonly streamed: boolean;
}

function send({ client, route, streamed }: Party, messages: Message[]): Promise<ChatResponse> {
  return streamed ? client.chatStream({ messages }, { route }).response() : client.chat({ messages }, { route });
}

/** Sends a response back. Returns the assistant message on the wire. */
async function sendBack(to: Party, message: AssistantMessage, requests: readonly ScriptedRequest[]) {
  await send(to, [USER, message, { role: 'tool', toolCallId: 'a', content: 'rainy' }]);
  const body = requests.findLast(({ route }) => route.startsWith('POST'))?.body;
  return (body as { messages: Record<string, unknown>[] }).messages[1];
}

const PROVIDERS = ['openai', 'llamacpp', 'lmstudio', 'ollama'] as const;
const PAIRS = PROVIDERS.flatMap((from) => PROVIDERS.filter((to) => to !== from).map((to) => ({ from, to })));

describe.each([false, true])('streamed: %s', (streamed) => {
  test.each(PROVIDERS)('provider %s gets its own state back', async (provider) => {
    const { url, requests } = await start();
    const party = { client: clientOf(provider, url), route: 'openai', streamed };
    const { message } = await send(party, [USER]);
    const key = `${provider}/openai@${new URL(url).origin}`;
    expect(message.toolCalls).toMatchObject([{ providerMetadata: { [key]: SIGNATURE } }]);
    expect(message.reasoning).toMatchObject([{ providerMetadata: { [key]: { field: 'reasoning_text' } } }]);
    const sent = await sendBack(party, message, requests);
    expect(sent).toEqual({ role: 'assistant', content: 'Yes', reasoning_text: 'Hm', tool_calls: [SIGNED] });
  });

  test.each(PAIRS)('provider $to gets no state of $from, although both use one server', async ({ from, to }) => {
    const { url, requests } = await start();
    const { message } = await send({ client: clientOf(from, url), route: 'openai', streamed }, [USER]);
    const sent = await sendBack({ client: clientOf(to, url), route: 'openai', streamed }, message, requests);
    expect(sent).toMatchObject({ role: 'assistant', content: 'Yes', tool_calls: [CALL] });
    expect(sent).not.toHaveProperty('reasoning_text');
    expect(JSON.stringify(requests.at(-1))).not.toContain('SIG');
  });

  test.each([
    ['one', 'other'],
    ['other', 'one'],
  ])('route %s gets its own state back, and route %s gets none of it', async (own, other) => {
    const { url, requests } = await start();
    const client: LmClient = clientOf('two', url, [TWO_ROUTES]);
    const { message } = await send({ client, route: own, streamed }, [USER]);
    const sent = { role: 'assistant', content: 'Yes' };
    expect(await sendBack({ client, route: own, streamed }, message, requests)).toEqual({
      ...sent,
      reasoning_text: 'Hm',
      tool_calls: [SIGNED],
    });
    expect(await sendBack({ client, route: other, streamed }, message, requests)).toEqual({
      ...sent,
      tool_calls: [CALL],
    });
  });
});

test('the native route of Ollama gets no state of the route openai', async () => {
  const { url, requests } = await start();
  const client = clientOf('ollama', url);
  const { message } = await send({ client, route: 'openai', streamed: false }, [USER]);
  const sent = await sendBack({ client, route: 'native', streamed: false }, message, requests);
  expect(sent).toEqual({
    role: 'assistant',
    content: 'Yes',
    thinking: 'Hm',
    tool_calls: [{ id: 'a', function: { name: 'f', arguments: { x: 1 } } }],
  });
});
