import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEmulator, type Emulator, type EmulatorOptions } from '../src/index.js';
import { postLines } from './ollama/post-lines.js';
import { CALLS, NEXT, OPENAI_TOOLS, PROMPTS, type NextWire } from './support/call-schemas.js';
import { CHAT_PATH, postJson } from './support/post.js';
import { contentOf, streamChat } from './support/read-sse.js';
import type { ChatWire } from './support/wire.js';

type Body = Record<string, unknown>;

interface OllamaLine {
  readonly message: {
    readonly content: string;
    readonly tool_calls?: readonly { readonly function: { readonly name: string; readonly arguments: object } }[];
  };
}

/** One route that supports schemas. */
interface Route {
  readonly name: string;
  readonly as: NonNullable<EmulatorOptions['as']>;
  /** Returns the fields that request a schema. */
  readonly format: (schema: object) => object;
  readonly whole: (emulator: Emulator, body: Body) => Promise<string>;
  readonly stream: (emulator: Emulator, body: Body) => Promise<string>;
  /** Returns the calls of a response to a request with tools. */
  readonly calls: (emulator: Emulator, body: Body) => Promise<NextWire[]>;
}

const openai: Omit<Route, 'name' | 'as'> = {
  format: (schema) => ({
    response_format: { type: 'json_schema', json_schema: { name: 'next', strict: true, schema } },
  }),
  whole: async (emulator, body) =>
    (await postJson<ChatWire>(emulator, CHAT_PATH, body)).choices[0]?.message.content ?? '',
  stream: async (emulator, body) => contentOf(await streamChat(emulator, body)),
  calls: async (emulator, body) => {
    const { choices } = await postJson<ChatWire>(emulator, CHAT_PATH, body);
    return (choices[0]?.message.tool_calls ?? []).map(({ function: made }) => ({
      tool: made.name,
      arguments: JSON.parse(made.arguments) as unknown,
    }));
  },
};

const postChat = (emulator: Emulator, body: Body): Promise<OllamaLine> =>
  postJson<OllamaLine>(emulator, '/api/chat', { ...body, stream: false });

const ROUTES: readonly Route[] = [
  { name: 'LM Studio', as: 'lmstudio', ...openai },
  { name: 'the OpenAI-format route of Ollama', as: 'ollama', ...openai },
  { name: 'llama-server', as: 'llamacpp', ...openai },
  {
    name: 'the native route of Ollama',
    as: 'ollama',
    format: (schema) => ({ format: schema }),
    whole: async (emulator, body) => (await postChat(emulator, body)).message.content,
    stream: async (emulator, body) =>
      (await postLines<OllamaLine>(emulator, '/api/chat', body)).map(({ message }) => message.content).join(''),
    calls: async (emulator, body) =>
      ((await postChat(emulator, body)).message.tool_calls ?? []).map(({ function: made }) => ({
        tool: made.name,
        arguments: made.arguments,
      })),
  },
];

const user = (content: string): object => ({ role: 'user', content });
const SYSTEM = { role: 'system', content: 'These tools exist: get_weather, get_time, math.add and say "hi".' };

describe.each(ROUTES)('on $name', ({ as, format, whole, stream, calls }) => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await startEmulator({ as, models: [{ id: 'plain' }] });
  });
  afterAll(() => emulator.close());

  test.each(PROMPTS)('the JSON for "%s" has the calls that tools would get', async (prompt, ...names) => {
    const body = { model: 'plain', messages: [SYSTEM, user(prompt)] };
    const made = await calls(emulator, { ...body, tools: OPENAI_TOOLS });
    expect(made.map(({ tool }) => tool)).toEqual(names);
    const expected = names.length > 0 ? made : [{ reply: await whole(emulator, body) }];
    for (const [schema, value] of [
      [CALLS, { calls: expected }],
      [NEXT, { next: expected[0] }],
    ] as const) {
      const json = await whole(emulator, { ...body, ...format(schema) });
      expect(JSON.parse(json)).toEqual(value);
      expect(await stream(emulator, { ...body, ...format(schema) })).toBe(json);
    }
  });

  test('the JSON after a tool result has the text that would follow the result', async () => {
    const call = { next: { tool: 'get_weather', arguments: { city: 'Paris' } } };
    const body = {
      model: 'plain',
      messages: [
        SYSTEM,
        user('The weather in Paris?'),
        { role: 'assistant', content: JSON.stringify(call) },
        user('Result of get_weather: The weather is {"sky":"clear"}'),
      ],
    };
    const reply = 'This is the lmux emulator. The tool returned: "The weather is {"sky":"clear"}"';
    const json = await whole(emulator, { ...body, ...format(NEXT) });
    expect(JSON.parse(json)).toEqual({ next: { reply } });
    expect(await stream(emulator, { ...body, ...format(NEXT) })).toBe(json);
    expect(await whole(emulator, body)).toBe(reply);
  });
});
