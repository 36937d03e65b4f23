import { isCapabilityError, type ChatRequest, type StreamEvent } from '@lmux/core';
import { startEmulator, type EmulatorOptions, type RecordedRequest } from '@lmux/emulator';
import { chatRequest, drain, rejectionOf } from '@lmux/test-support';
import { describe, expect, onTestFinished, test } from 'vitest';
import { clientOf } from './support/clients.js';

const MODEL = 'qwen/qwen3-4b-2507';
const TOOL = { name: 'get_weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } };
const HISTORY: ChatRequest['messages'] = [
  { role: 'user', content: 'One' },
  { role: 'assistant', content: 'Two' },
  { role: 'user', content: 'Three' },
];

async function setUp(options: EmulatorOptions = {}, config: Parameters<typeof clientOf>[1] = {}) {
  const emulator = await startEmulator(options);
  onTestFinished(() => emulator.close());
  return { emulator, client: clientOf(emulator.url, { model: MODEL, ...config }) };
}

function chats(requests: readonly RecordedRequest[]): string[] {
  return requests.map(({ path }) => path);
}

describe('route selection', () => {
  test.each<[string, Partial<ChatRequest>, string]>([
    ['a single turn', {}, '/api/v1/chat'],
    [
      'a single turn with a system message',
      { messages: [{ role: 'system', content: 'Be brief' }, ...chatRequest().messages] },
      '/api/v1/chat',
    ],
    ['a stored chat', { store: true }, '/api/v1/chat'],
    ['integrations', { integrations: ['mcp/search'] }, '/api/v1/chat'],
    ['a context length', { contextLength: 512 }, '/api/v1/chat'],
    ['history', { messages: HISTORY }, '/v1/chat/completions'],
    ['tools', { tools: [TOOL] }, '/v1/chat/completions'],
    ['a schema', { responseFormat: { type: 'json_schema', schema: { type: 'object' } } }, '/v1/chat/completions'],
    ['a stop sequence', { stop: 'x' }, '/v1/chat/completions'],
    ['a seed', { seed: 7 }, '/v1/chat/completions'],
  ])('chooses the route for %s', async (_, request, path) => {
    const { emulator, client } = await setUp();
    const whole = { ...chatRequest(), ...request };
    const reply = await client.chat(whole);
    const streamed = await client.chatStream(whole).response();
    expect(chats(emulator.requests)).toEqual([path, path]);
    expect([reply.route, streamed.route]).toEqual(Array(2).fill(client.explain(whole).route));
    expect(reply).toMatchObject({ model: MODEL, warnings: [] });
    expect(streamed.text).toBe(reply.text);
  });

  test('rejects a request that needs both routes and names the route of each feature', async () => {
    const { emulator, client } = await setUp();
    const error = await rejectionOf(client.chat({ messages: HISTORY, tools: [TOOL], contextLength: 512 }));
    expect(isCapabilityError(error) && error.missing).toEqual([
      { feature: 'assistantMessages', routes: ['native'] },
      { feature: 'tools', routes: ['native'] },
      { feature: 'contextLength', routes: ['openai'] },
    ]);
    expect((error as Error).message).toMatch(/by route "openai".*"contextLength" is supported by route "native"/);
    expect(emulator.requests).toEqual([]);
  });

  test('can be overridden', async () => {
    const { emulator, client } = await setUp();
    expect((await client.chat(chatRequest(), { route: 'openai' })).route).toBe('openai');
    expect(chats(emulator.requests)).toEqual(['/v1/chat/completions']);
  });
});

describe('a native chat', () => {
  test('reports load progress, prompt progress, reasoning and text', async () => {
    const { client } = await setUp();
    const types: StreamEvent['type'][] = [];
    for await (const { type } of client.chatStream({ ...chatRequest(), model: 'qwen/qwen3-4b-thinking-2507' })) {
      if (types.at(-1) !== type) types.push(type);
    }
    expect(types).toEqual([
      'start',
      'model-load-start',
      'model-load-progress',
      'model-load-end',
      'prompt-start',
      'prompt-progress',
      'prompt-end',
      'reasoning-start',
      'reasoning-delta',
      'reasoning-end',
      'text-start',
      'text-delta',
      'text-end',
      'finish',
    ]);
  });

  test('is continued from a response without sending the system message again', async () => {
    const { emulator, client } = await setUp({ models: [{ id: MODEL, loaded: true, strictTemplate: true }] });
    const first = await client.chat({
      messages: [{ role: 'system', content: 'Be brief' }, ...chatRequest('One').messages],
    });
    const next = { messages: [{ role: 'system', content: 'Be brief' }, ...chatRequest('Two').messages] } as const;
    const second = await client.chat({ ...next, previousResponseId: first.responseId });
    expect(second.text).toContain('1 turn before');
    expect(emulator.requests[1]?.body).not.toHaveProperty('system_prompt');
    expect(second.warnings).toEqual([
      expect.objectContaining({ code: 'system_prompt_ignored', feature: 'systemMessage' }),
    ]);
    const { values } = await drain(client.chatStream({ ...next, previousResponseId: second.responseId }));
    expect(values[1]).toMatchObject({ type: 'warning', warning: { code: 'system_prompt_ignored' } });
  });

  test('fails with response_not_found for an unknown response id', async () => {
    const { client } = await setUp();
    const error = await rejectionOf(client.chat({ ...chatRequest(), previousResponseId: 'resp_none' }));
    expect(error).toMatchObject({ code: 'response_not_found', param: 'previous_response_id' });
  });

  test('returns the results of tools that the server ran, and no tool calls', async () => {
    const { client, emulator } = await setUp({
      reply: ({ messages }) =>
        messages.at(-1)?.role === 'tool'
          ? { text: 'Found.' }
          : { text: '', toolCalls: [{ name: 'search', arguments: { query: 'rain' } }] },
      plugins: { 'mcp/web': [{ name: 'search', run: () => 'wet' }], docs: [{ name: 'read' }] },
    });
    const integrations = [
      { type: 'plugin', id: 'mcp/web', allowedTools: ['search'] },
      { type: 'ephemeral_mcp', serverLabel: 'docs', serverUrl: 'https://example.com/mcp', headers: { 'x-a': 'b' } },
    ] as const;
    const reply = await client.chat({ ...chatRequest(), integrations });
    expect(emulator.requests[0]?.body).toMatchObject({
      integrations: [
        { type: 'plugin', id: 'mcp/web', allowed_tools: ['search'] },
        { type: 'ephemeral_mcp', server_label: 'docs', server_url: 'https://example.com/mcp', headers: { 'x-a': 'b' } },
      ],
    });
    const call = { id: expect.any(String), name: 'search', arguments: '{"query":"rain"}', input: { query: 'rain' } };
    expect(reply).toMatchObject({ text: 'Found.', toolCalls: [], finishReason: { unified: 'unknown' } });
    expect(reply.toolResults).toEqual([{ toolCall: call, output: expect.stringContaining('wet') }]);
    const { values } = await drain(client.chatStream({ ...chatRequest(), integrations }));
    expect(values.filter(({ type }) => type.startsWith('tool'))).toEqual([
      { type: 'tool-result-start', id: expect.any(String), name: 'search' },
      { type: 'tool-result-input', toolCall: call },
      { type: 'tool-result', toolCall: call, output: expect.stringContaining('wet') },
    ]);
  });

  test('rejects images that are not data: URLs', async () => {
    const { emulator, client } = await setUp({ models: [{ id: MODEL, loaded: true, vision: true }] });
    const image = (url: string) =>
      ({ messages: [{ role: 'user', content: [{ type: 'image', image: url }] }] }) as const;
    const error = await rejectionOf(client.chat(image('https://example.com/a.png')));
    expect(error).toMatchObject({ code: 'invalid_request', message: expect.stringContaining('data: URL') });
    expect((await drain(client.chatStream(image('https://example.com/a.png')))).error).toMatchObject({
      code: 'invalid_request',
    });
    // Only the description of the model was requested.
    expect(chats(emulator.requests)).toEqual(['/api/v1/models']);
  });

  test('requires a user message', async () => {
    const { client } = await setUp();
    const error = await rejectionOf(client.chat({ messages: [{ role: 'system', content: 'Be brief' }] }));
    expect(error).toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('call option "route" to "openai"'),
    });
  });

  test('merges extra fields over the others and removes undefined ones', async () => {
    const { emulator, client } = await setUp();
    await client.chat({ ...chatRequest(), temperature: 0.5, topK: 3, extra: { temperature: undefined, top_k: 5 } });
    expect(emulator.requests[0]?.body).toEqual({ model: MODEL, input: [{ type: 'text', content: 'Hello' }], top_k: 5 });
  });

  test('has the partial response in the error if it fails midway', async () => {
    const { client } = await setUp({ faults: [{ kind: 'engine', failure: 'crash', afterTokens: 3 }] });
    const { values, error } = await drain(client.chatStream(chatRequest()));
    expect(error).toMatchObject({
      code: 'model_crashed',
      partial: { text: expect.stringMatching(/^This/), usage: expect.anything() },
    });
    expect(values.at(-1)).toMatchObject({ type: 'text-delta' });
  });

  test.each([
    { kind: 'repeatEvent', event: 'prompt_processing.end' },
    { kind: 'repeatEvent', event: 'message.start' },
    { kind: 'dropEvent', event: 'prompt_processing.end' },
    { kind: 'emptyPayload' },
    { kind: 'insert' },
    { kind: 'insert', text: ': keep-alive\n\n' },
    { kind: 'lineEnding', value: 'crlf' },
    { kind: 'contentType', value: 'text/plain' },
    { kind: 'split', bytes: 3 },
  ] as const)('survives %j', async (fault) => {
    const { client } = await setUp({ faults: [fault] });
    const { values, error } = await drain(client.chatStream(chatRequest()));
    expect(error).toBeUndefined();
    const open = values.filter(({ type }) => type.endsWith('-start')).map(({ type }) => type.replace('-start', ''));
    const closed = values.filter(({ type }) => type.endsWith('-end')).map(({ type }) => type.replace('-end', ''));
    expect(open).toEqual(closed);
    expect(values.at(-1)).toMatchObject({ type: 'finish', response: { text: expect.stringContaining('Hello') } });
  });

  test('is truncated without chat.end', async () => {
    const { client } = await setUp({ faults: [{ kind: 'dropEvent', event: 'chat.end' }] });
    const { error } = await drain(client.chatStream(chatRequest()));
    expect(error).toMatchObject({ code: 'stream_truncated', partial: { text: expect.stringContaining('Hello') } });
  });

  test('closes its connection when the loop breaks', async () => {
    const { emulator, client } = await setUp({ delayMs: 5 });
    for await (const { type } of client.chatStream(chatRequest())) if (type === 'text-delta') break;
    expect(await emulator.clientDisconnected(1)).toMatchObject({ path: '/api/v1/chat', clientDisconnected: true });
  });
});
