import type { CallOptions, ChatRequest, ChatResponse, LmClient, Message } from '@lmux/core';
import { createClient } from '@lmux/core';
import { startEmulator, type Emulator, type ModelDefinition, type ServerProfileName } from '@lmux/emulator';
import { closeAfterTest, rejectionOf } from '@lmux/test-support';
import { describe, expect, onTestFinished, test } from 'vitest';
import { plugins } from '../examples/plugins.ts';

const MODELS: readonly ModelDefinition[] = [{ id: 'm', loaded: true }];
const WITHOUT_TOOLS: readonly ModelDefinition[] = [{ id: 'm', toolUse: false, loaded: true }];

const ROUTES = [
  ['lmstudio', 'openai'],
  ['ollama', 'native'],
  ['ollama', 'openai'],
  ['llamacpp', 'openai'],
] as const;

/** Each route with and without a stream. */
const CALLS = ROUTES.flatMap(([profile, route]) => [
  { profile, route, isStream: false, how: 'without a stream' },
  { profile, route, isStream: true, how: 'with a stream' },
]);

const TOOLS: ChatRequest['tools'] = [
  {
    name: 'get_weather',
    description: 'The weather of a city.',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
  {
    name: 'get_time',
    parameters: { type: 'object', properties: { zone: { type: 'string' } }, required: ['zone'] },
  },
  {
    name: 'math.add',
    parameters: { type: 'object', properties: { a: { type: 'number' }, b: { type: 'number' } }, required: ['a', 'b'] },
  },
];

const WEATHER = 'What is the weather in Paris?';
const EMULATED = { warnings: [expect.objectContaining({ code: 'tools_emulated', feature: 'tools' })] };

/** Chats with the emulator on one route, with or without a stream. */
interface Chat {
  readonly client: LmClient;
  readonly emulator: Emulator;
  readonly send: (request: Omit<ChatRequest, 'tools'>, options?: CallOptions) => Promise<ChatResponse>;
}

interface Setup {
  readonly profile: ServerProfileName;
  readonly route: string;
  readonly isStream: boolean;
  readonly models?: readonly ModelDefinition[];
  readonly modelCapabilities?: 'cached' | 'off';
}

async function setup({ profile, route, isStream, models = MODELS, modelCapabilities }: Setup): Promise<Chat> {
  const emulator = await startEmulator({ as: profile, models });
  onTestFinished(() => emulator.close());
  const config = { provider: profile, model: 'm', baseUrl: emulator.url, retry: false, modelCapabilities } as const;
  const client: LmClient = closeAfterTest(createClient({ plugins, config }));
  const send: Chat['send'] = (request, options) => {
    const all = { ...request, tools: TOOLS };
    const own = { ...options, route };
    return isStream ? client.chatStream(all, own).response() : client.chat(all, own);
  };
  return { client, emulator, send };
}

/** Returns the user message of a prompt. */
function ask(content: string): readonly Message[] {
  return [{ role: 'user', content }];
}

function callsOf({ toolCalls }: ChatResponse): unknown[] {
  return toolCalls.map(({ name, input }) => [name, input]);
}

/** Returns for each chat that the server received whether it had tools, and its status. */
function chatsOf({ requests }: Emulator): unknown[] {
  return requests
    .filter(({ path }) => /\/chat(?:\/completions)?$/.test(path))
    .map(({ body, status }) => [status, 'tools' in (body as object)]);
}

describe.each(CALLS)('tools are emulated on route $route of $profile $how', (call) => {
  const always = { emulate: 'always' } as const;

  test('as one call, and as the reply to its result', async () => {
    const { emulator, send } = await setup(call);
    const first = await send({ messages: ask(WEATHER) }, always);
    expect(first).toMatchObject({ text: '', finishReason: { unified: 'tool-calls' }, ...EMULATED });
    expect(callsOf(first)).toEqual([['get_weather', { city: 'Paris' }]]);
    const results = first.toolCalls.map(({ id }): Message => ({ role: 'tool', toolCallId: id, content: 'sunny' }));
    const second = await send({ messages: [...ask(WEATHER), first.message, ...results] }, always);
    expect(second).toMatchObject({ finishReason: { unified: 'stop' }, toolCalls: [], ...EMULATED });
    expect(second.text).toBe('This is the lmux emulator. The tool returned: "sunny"');
    expect(chatsOf(emulator)).toEqual([
      [200, false],
      [200, false],
    ]);
  });

  test('as a reply', async () => {
    const { send } = await setup(call);
    const response = await send({ messages: ask('Hello there') }, always);
    expect(response).toMatchObject({ toolCalls: [], finishReason: { unified: 'stop' } });
    expect(response.text).toBe('This is the lmux emulator. You said: "Hello there"');
  });

  test('as a call that is required, or required by name', async () => {
    const { send } = await setup(call);
    const messages = ask('Hello there');
    const required = await send({ messages, toolChoice: 'required' }, always);
    expect(required.toolCalls).toMatchObject([{ name: 'get_weather' }]);
    const byName = await send({ messages, toolChoice: { name: 'get_time' } }, always);
    expect(byName.toolCalls).toMatchObject([{ name: 'get_time' }]);
  });

  test('as several calls', async () => {
    const { send } = await setup(call);
    const messages = ask('Tell me the time in Rome and the weather in Oslo');
    const both = await send({ messages, parallelToolCalls: true }, always);
    expect(both.toolCalls.map(({ name }) => name)).toEqual(['get_weather', 'get_time']);
    const one = await send({ messages }, always);
    expect(one.toolCalls).toHaveLength(1);
    const results = both.toolCalls.map(({ id, name }): Message => ({ role: 'tool', toolCallId: id, content: name }));
    const history = [...messages, both.message, ...results];
    const reply = await send({ messages: history, parallelToolCalls: true }, always);
    expect(reply.text).toBe('This is the lmux emulator. The tools returned: "get_weather", "get_time"');
  });

  test('as a call of a tool whose name has a dot', async () => {
    const { send } = await setup(call);
    const response = await send({ messages: ask('Use math.add for 2 and 3') }, always);
    expect(callsOf(response)).toEqual([['math.add', { a: 2, b: 3 }]]);
  });
});

describe.each(CALLS.filter(({ profile }) => profile !== 'lmstudio'))(
  'a model without tools on route $route of $profile $how',
  (call) => {
    test('has emulated tools, since the server describes it so', async () => {
      const { client, emulator, send } = await setup({ ...call, models: WITHOUT_TOOLS });
      const response = await send({ messages: ask(WEATHER) });
      expect(response).toMatchObject(EMULATED);
      expect(callsOf(response)).toEqual([['get_weather', { city: 'Paris' }]]);
      expect(chatsOf(emulator)).toEqual([[200, false]]);
      const plan = client.explain({ messages: [...ask(WEATHER)], tools: TOOLS }, { route: call.route });
      expect(plan).toMatchObject({ route: call.route, emulated: ['tools'], warnings: EMULATED.warnings });
    });

    test('has no tools if they must not be emulated', async () => {
      const { emulator, send } = await setup({ ...call, models: WITHOUT_TOOLS });
      const error = await rejectionOf(send({ messages: ask(WEATHER) }, { emulate: 'never' }));
      expect(error).toMatchObject({ code: 'capability_unsupported', missing: [{ feature: 'tools', model: 'm' }] });
      expect(error.message).toContain('Set "emulate" to "missing" to emulate tools.');
      expect(chatsOf(emulator)).toEqual([]);
    });
  },
);

describe.each(CALLS.filter(({ profile }) => profile === 'ollama'))(
  'a model without tools that is not described, on route $route of Ollama $how',
  (call) => {
    const unlisted = { ...call, models: WITHOUT_TOOLS, modelCapabilities: 'off' } as const;

    test('has emulated tools after the server refused them', async () => {
      const { emulator, send } = await setup(unlisted);
      const response = await send({ messages: ask(WEATHER) });
      expect(response).toMatchObject(EMULATED);
      expect(callsOf(response)).toEqual([['get_weather', { city: 'Paris' }]]);
      expect(chatsOf(emulator)).toEqual([
        [400, true],
        [200, false],
      ]);
    });

    test('has emulated tools at once after the client has learned that the server refuses them', async () => {
      const { emulator, send } = await setup({ ...unlisted, modelCapabilities: 'cached' });
      await send({ messages: ask(WEATHER) });
      const response = await send({ messages: ask(WEATHER) });
      expect(response).toMatchObject(EMULATED);
      expect(chatsOf(emulator)).toEqual([
        [400, true],
        [200, false],
        [200, false],
      ]);
    });

    test('fails with the refusal of the server if tools must not be emulated', async () => {
      const { emulator, send } = await setup(unlisted);
      const error = await rejectionOf(send({ messages: ask(WEATHER) }, { emulate: 'never' }));
      expect(error).toMatchObject({ code: 'invalid_request', status: 400 });
      expect(chatsOf(emulator)).toEqual([[400, true]]);
    });
  },
);

test.each(ROUTES)('tools are not emulated on route %s %s if the model has them', async (profile, route) => {
  const { emulator, send } = await setup({ profile, route, isStream: false });
  const response = await send({ messages: ask(WEATHER) });
  expect(response.warnings).toEqual([]);
  expect(callsOf(response)).toEqual([['get_weather', { city: 'Paris' }]]);
  expect(chatsOf(emulator)).toEqual([[200, true]]);
});

test('a required call is emulated on Ollama, which has no field for the choice', async () => {
  const { client, emulator, send } = await setup({ profile: 'ollama', route: 'native', isStream: false });
  const request = { messages: [...ask('Hello there')], toolChoice: 'required' } as const;
  const response = await send(request);
  expect(response).toMatchObject({ toolCalls: [{ name: 'get_weather' }], ...EMULATED });
  expect(chatsOf(emulator)).toEqual([[200, false]]);
  expect(client.explain({ ...request, tools: TOOLS }).emulated).toEqual(['tools', 'toolChoice']);
});
