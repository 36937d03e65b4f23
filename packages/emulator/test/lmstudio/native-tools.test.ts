import { describe, expect, test } from 'vitest';
import { startEmulator } from '../../src/index.js';
import type { EmulatorOptions, PluginTool, ReplyOption } from '../../src/index.js';
import { post } from '../support/post.js';
import { NATIVE_CHAT, refusal, sendChat, streamEvents, typesOf } from './native-requests.js';
import type { ChatResultWire, OutputWire } from './native-wire.js';

const CITY = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };

const WEATHER: PluginTool = { name: 'get_weather', parameters: CITY, run: ({ city }) => `Rain in ${String(city)}` };
const TIDE: PluginTool = {
  name: 'get_tide',
  run: () => {
    throw new Error('no sea here');
  },
};

const LIBRARY: PluginTool = { name: 'read_book', run: () => 'x'.repeat(60_000) };

const OPTIONS: EmulatorOptions = { models: [{ id: 'plain' }], plugins: { 'mcp/nature': [WEATHER, TIDE, LIBRARY] } };

const EPHEMERAL = { type: 'ephemeral_mcp', server_label: 'web-search', server_url: 'https://example.com/mcp' };

async function chatWith(input: string, integrations: readonly unknown[], options = OPTIONS): Promise<ChatResultWire> {
  await using emulator = await startEmulator(options);
  return await sendChat(emulator, { model: 'plain', input, integrations });
}

const calls = ({ output }: ChatResultWire): OutputWire[] => output.filter(({ type }) => type.includes('tool_call'));

describe('a tool that the prompt mentions', () => {
  test('is run by the server, which reports the result', async () => {
    const reply = await chatWith('What is the weather in Paris?', ['mcp/nature']);
    expect(reply.output).toEqual([
      {
        type: 'tool_call',
        tool: 'get_weather',
        arguments: { city: 'Paris' },
        output: '[{"type":"text","text":"Rain in Paris"}]',
        provider_info: { type: 'plugin', plugin_id: 'mcp/nature' },
      },
      { type: 'message', content: 'This is the lmux emulator. The tool returned: "Rain in Paris"' },
    ]);
  });

  test('succeeds with the error as its output if it throws', async () => {
    const reply = await chatWith('How is the tide?', [{ type: 'plugin', id: 'mcp/nature' }]);
    expect(calls(reply)).toMatchObject([{ tool: 'get_tide', output: '[{"type":"text","text":"Error: no sea here"}]' }]);
  });

  test('has its output truncated if it is long', async () => {
    const [call] = calls(await chatWith('A book?', ['mcp/nature']));
    expect(call?.output).toMatch(/^\[{"type":"text","text":"x{50000} \(truncated\)"}]$/);
  });

  test('exists in every plugin and MCP server that the options do not define', async () => {
    const [call] = calls(await chatWith('Do a search for "cats"', [EPHEMERAL]));
    expect(call).toMatchObject({
      tool: 'web_search',
      arguments: { query: 'cats' },
      provider_info: { type: 'ephemeral_mcp', server_label: 'web-search' },
    });
  });

  test('is called only if it is allowed', async () => {
    const some = { type: 'plugin', id: 'mcp/nature', allowed_tools: ['get_tide'] };
    expect(calls(await chatWith('How are weather and tide?', [some]))).toMatchObject([{ tool: 'get_tide' }]);
    expect(calls(await chatWith('How is the weather?', [{ ...EPHEMERAL, allowed_tools: [] }]))).toEqual([]);
  });

  test('is reported in a stream, after which the prompt is processed again', async () => {
    await using emulator = await startEmulator(OPTIONS);
    const integrations = ['mcp/nature'];
    const events = await streamEvents(emulator, { model: 'plain', input: 'The weather in Paris?', integrations });
    const prompt = ['prompt_processing.start', 'prompt_processing.progress', 'prompt_processing.end'];
    expect(typesOf(events)).toEqual([
      'chat.start',
      ...prompt,
      'tool_call.start',
      'tool_call.arguments',
      'tool_call.success',
      ...prompt,
      'message.start',
      'message.delta',
      'message.end',
      'chat.end',
    ]);
  });
});

/** Returns a reply function that calls a tool in the first round and replies with text in the second. */
function calling(name: string, args: Record<string, unknown> | string): ReplyOption {
  return ({ messages }) =>
    messages.at(-1)?.role === 'tool' ? 'Sorry.' : { text: 'Let me see.', toolCalls: [{ name, arguments: args }] };
}

describe('a call that cannot be run', () => {
  const provider_info = { type: 'plugin', plugin_id: 'mcp/nature' };

  test.each<[string, Record<string, unknown> | string, string[], object]>([
    ['get_news', {}, ['tool_call.failure'], { type: 'invalid_name', tool_name: 'get_news' }],
    [
      'get_weather',
      '{"city":',
      ['tool_call.start', 'tool_call.failure'],
      { type: 'invalid_arguments', tool_name: 'get_weather', provider_info },
    ],
    [
      'get_weather',
      { town: 'Paris' },
      ['tool_call.start', 'tool_call.failure'],
      { type: 'invalid_arguments', tool_name: 'get_weather', arguments: { town: 'Paris' }, provider_info },
    ],
  ])('%s %j is reported as a failure, and the model continues', async (name, args, types, metadata) => {
    await using emulator = await startEmulator({ ...OPTIONS, reply: calling(name, args) });
    const events = await streamEvents(emulator, { model: 'plain', input: 'Hi', integrations: ['mcp/nature'] });
    expect(typesOf(events).filter((type) => type.startsWith('tool_call'))).toEqual(types);
    const output = events.at(-1)?.result?.output;
    expect(output?.map(({ type }) => type)).toEqual(['message', 'invalid_tool_call', 'message']);
    expect(output?.[1]).toEqual({ type: 'invalid_tool_call', reason: expect.any(String), metadata });
  });

  test('does not cause an endless chat', async () => {
    const reply: ReplyOption = () => ({ toolCalls: [{ name: 'none', arguments: {} }] });
    expect(calls(await chatWith('Hi', ['mcp/nature'], { ...OPTIONS, reply }))).toHaveLength(8);
  });

  test('is not reported if max_output_tokens truncated the call', async () => {
    await using emulator = await startEmulator({ ...OPTIONS, reply: calling('get_weather', { city: 'Paris' }) });
    const body = { model: 'plain', input: 'Hi', integrations: ['mcp/nature'], max_output_tokens: 5 };
    expect((await sendChat(emulator, body)).output).toEqual([{ type: 'message', content: 'Let me see.' }]);
  });
});

describe('a plugin that the token does not allow', () => {
  const TOKEN = 'sk-lm-abcd1234:abcdefghij0123456789';
  const headers = { authorization: `Bearer ${TOKEN}` };
  const auth = { tokens: [TOKEN], plugins: ['mcp/nature'] };
  const body = (id: string): object => ({ model: 'plain', input: 'Hi', integrations: [id] });

  test('is refused', async () => {
    await using emulator = await startEmulator({ ...OPTIONS, auth });
    expect((await post(emulator, NATIVE_CHAT, body('mcp/nature'), { headers })).status).toBe(200);
    const denied = await post(emulator, NATIVE_CHAT, body('mcp/other'), { headers });
    expect([denied.status, await denied.json()]).toEqual([
      403,
      {
        error: {
          message: expect.stringMatching(/^Permission denied to use plugin 'mcp\/other'/),
          type: 'invalid_request',
          code: null,
          param: 'integrations',
        },
      },
    ]);
    expect(await refusal(emulator, NATIVE_CHAT, body('mcp/nature'), 401)).toMatchObject({ code: 'invalid_api_key' });
  });

  test('can be used if no token is required', async () => {
    await using emulator = await startEmulator({ ...OPTIONS, auth: { tokens: [], plugins: [] } });
    expect((await post(emulator, NATIVE_CHAT, body('mcp/other'))).status).toBe(200);
  });
});
