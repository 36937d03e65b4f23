import type { ChatResponse, ClientConfig, LmClient, Message, ToolDefinition } from '@lmux/core';
import { jsonLines, scriptServer, sseOf, type ScriptedRequest } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { clientOf, isToModel, NOT_FOUND, UNKNOWN_ROUTE } from './support/provider-client.ts';

const TOOLS: readonly ToolDefinition[] = [
  { name: 'get_weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } },
];

/** A call as a model sends it: its name and its arguments. */
type Sent = readonly [name: string, args: string];

interface Route {
  readonly provider: ClientConfig['provider'];
  readonly route: string;
  /** Returns a response with calls or, without any, with text. */
  readonly respond: (calls: readonly Sent[], streamed: boolean) => { body: unknown; contentType?: string };
}

function openaiResponse(calls: readonly Sent[], streamed: boolean): { body: unknown; contentType?: string } {
  const tool_calls = calls.map(([name, args], index) => ({
    index,
    id: `call_${index}`,
    type: 'function',
    function: { name, arguments: args },
  }));
  const said = calls.length === 0 ? { content: 'Sunny' } : { content: null, tool_calls };
  const about = { id: 'c', model: 'm', created: 1 };
  if (!streamed) return { body: { ...about, choices: [{ index: 0, message: said, finish_reason: 'stop' }] } };
  const choices = [{ index: 0, delta: said, finish_reason: 'stop' }];
  return { body: sseOf([{ ...about, choices }]), contentType: 'text/event-stream' };
}

function ollamaResponse(calls: readonly Sent[], streamed: boolean): { body: unknown; contentType?: string } {
  const tool_calls = calls.map(([name, args], index) => ({ id: `call_${index}`, function: { name, arguments: args } }));
  const said = calls.length === 0 ? { content: 'Sunny' } : { content: '', tool_calls };
  const line = { model: 'm', message: said, done: true, done_reason: 'stop' };
  return streamed ? { body: jsonLines([line]), contentType: 'application/x-ndjson' } : { body: line };
}

const ROUTES: readonly Route[] = [
  { provider: 'openai', route: 'openai', respond: openaiResponse },
  { provider: 'llamacpp', route: 'openai', respond: openaiResponse },
  { provider: 'lmstudio', route: 'openai', respond: openaiResponse },
  { provider: 'ollama', route: 'openai', respond: openaiResponse },
  { provider: 'ollama', route: 'native', respond: ollamaResponse },
];

const WAYS = ROUTES.flatMap((route) => [
  { ...route, streamed: false },
  { ...route, streamed: true },
]);

/** Calls that break the next turn unless they are corrected, and the arguments that are sent for them. */
const CALLS: readonly (readonly [sent: Sent, name: string, input: object])[] = [
  [['get_weather', '{"city": "Par'], 'get_weather', { invalid_arguments: '{"city": "Par' }],
  [['get_weather', 'Paris'], 'get_weather', { invalid_arguments: 'Paris' }],
  [['get_weather', '["Paris"]'], 'get_weather', { invalid_arguments: '["Paris"]' }],
  [
    ['get_weather', '{"city":"Paris"}{"city":"Rome"}'],
    'get_weather',
    { invalid_arguments: '{"city":"Paris"}{"city":"Rome"}' },
  ],
  [['get_weather', JSON.stringify('{"city":"Paris"}')], 'get_weather', { city: 'Paris' }],
  [['get_weather', String.raw`{"city":"\ud83d"}`], 'get_weather', { city: '\ufffd' }],
  [['get_weather', ''], 'get_weather', {}],
  [['', '{"city":"Paris"}'], 'unknown_tool', { city: 'Paris' }],
];

/** Runs the tool loop of the guide. Returns its last response. */
async function runLoop(
  client: LmClient,
  conversation: Message[],
  route: string,
  streamed: boolean,
): Promise<ChatResponse> {
  for (let round = 0; round < 3; round += 1) {
    const request = { messages: conversation, tools: TOOLS };
    const reply = streamed
      ? await client.chatStream(request, { route }).response()
      : await client.chat(request, { route });
    if (reply.toolCalls.length === 0) return reply;
    conversation.push({ role: 'assistant', content: reply.text, toolCalls: reply.toolCalls });
    for (const { id, parseError = 'rainy' } of reply.toolCalls) {
      conversation.push({ role: 'tool', toolCallId: id, content: parseError });
    }
  }
  throw new Error('The loop did not end.');
}

/** Returns the calls in the history of a request, with their arguments as objects. */
function historyOf({ body }: ScriptedRequest): unknown[] {
  const { messages } = body as { messages: { tool_calls?: { function: { name: string; arguments: unknown } }[] }[] };
  return messages
    .flatMap(({ tool_calls: calls = [] }) => calls)
    .map(({ function: { name, arguments: args } }) => [name, typeof args === 'string' ? JSON.parse(args) : args]);
}

describe.each(WAYS)(
  'a tool loop with $provider, route $route, streamed: $streamed',
  ({ provider, route, respond, streamed }) => {
    test('survives tool calls that are invalid', async () => {
      const { url, requests } = await scriptServer((request) => {
        if (!isToModel(request)) return NOT_FOUND;
        const isFirst = historyOf(request).length === 0;
        return respond(isFirst ? CALLS.map(([sent]) => sent) : [], streamed);
      }, UNKNOWN_ROUTE);
      const client = clientOf(provider, url);
      const conversation: Message[] = [{ role: 'user', content: 'What is the weather?' }];
      const { text } = await runLoop(client, conversation, route, streamed);
      expect(text).toBe('Sunny');
      const [, second] = requests.filter(isToModel);
      if (second === undefined) throw new Error('no second request');
      expect(historyOf(second)).toEqual(CALLS.map(([, name, input]) => [name, input]));
      // The conversation of the caller still contains what the model wrote.
      expect(conversation[1]).toMatchObject({ toolCalls: CALLS.map(([[name, args]]) => ({ name, arguments: args })) });
      const errors = conversation.flatMap((message) => (message.role === 'tool' ? [message.content] : []));
      expect(errors.map((error) => error !== 'rainy')).toEqual([true, true, true, true, false, false, false, true]);
    });
  },
);

test.each(ROUTES.filter(({ route }) => route === 'openai'))(
  '$provider knows the offered tools and the number of choices',
  async ({ provider }) => {
    const call = (name: string, args: string): object => ({ index: 0, id: 'a', function: { name, arguments: args } });
    const choice = (index: number, delta: object): object => ({ index, delta, message: delta, finish_reason: 'stop' });
    const first = { content: 'Hi', tool_calls: [call('get_wea', '')] };
    const more = { tool_calls: [call('ther', '{"x":1}')] };
    const other = { tool_calls: [{ ...call('get_weather', '{"x":2}'), id: 'b' }] };
    const chunks = [[choice(0, first)], [choice(0, more), choice(1, other)]].map((choices) => ({ id: 'c', choices }));
    const whole = { id: 'c', choices: [choice(0, { content: 'Hi' }), choice(1, other)] };
    const { url } = await scriptServer((received) => {
      if (!isToModel(received)) return NOT_FOUND;
      const isStream = (received.body as { stream?: boolean }).stream === true;
      return isStream ? { body: sseOf(chunks), contentType: 'text/event-stream' } : { body: whole };
    }, UNKNOWN_ROUTE);
    const client = clientOf(provider, url);
    const request = { messages: [{ role: 'user' as const, content: 'Hi' }], tools: TOOLS };
    const options = { route: 'openai' };
    const [joined, merged] = [
      { name: 'get_weather', input: { x: 1 } },
      { name: 'get_weather', input: { x: 2 } },
    ];
    expect((await client.chatStream(request, options).response()).toolCalls).toMatchObject([joined, merged]);
    expect((await client.chat(request, options)).toolCalls).toMatchObject([merged]);
    const several = { ...request, extra: { n: 2 } };
    expect((await client.chatStream(several, options).response()).toolCalls).toMatchObject([joined]);
    expect((await client.chat(several, options)).toolCalls).toEqual([]);
  },
);
