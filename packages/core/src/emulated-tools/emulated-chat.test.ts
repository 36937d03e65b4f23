import { rejectionOf } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import type { ChatRequest, ChatResponse } from '../contract/chat.js';
import type { ClientConfig } from '../contract/client-config.js';
import type { StreamEvent } from '../contract/stream-event.js';
import { ApiError } from '../errors/api-error.js';
import { StreamError } from '../errors/stream-error.js';
import { ABLE_ROUTE } from '../testing/fake-matrix.js';
import { fakeProvider } from '../testing/fake-provider.js';
import type { FakeReplyFunction } from '../testing/fake-reply.js';
import { createClient } from '../client/create-client.js';

const TOOLS: ChatRequest = {
  messages: [{ role: 'user', content: 'Weather in Paris?' }],
  tools: [{ name: 'get_weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } }],
};
const CALL = '{"next":{"tool":"get_weather","arguments":{"city":"Paris"}}}';
const CALLS = [{ name: 'get_weather', arguments: '{"city":"Paris"}', input: { city: 'Paris' } }];

/** A client of a server that gives these replies, and the requests that it received. */
function setup(reply: FakeReplyFunction, config: Partial<ClientConfig> = {}) {
  const requests: ChatRequest[] = [];
  const plugin = fakeProvider({
    replies: (request) => {
      requests.push(request);
      return reply(request);
    },
  });
  const client = createClient({ plugins: [plugin], config: { provider: 'fake', model: 'm', retry: false, ...config } });
  return { client, requests };
}

function refused(message: string, status = 400): ApiError {
  return new ApiError('invalid_request', message, { provider: 'fake', status });
}

/** Refuses tools, and otherwise replies as a model that is held to a schema. */
const refusing =
  (message: string, status?: number): FakeReplyFunction =>
  ({ tools }) =>
    tools === undefined ? CALL : refused(message, status);

const READS: readonly [
  string,
  (client: ReturnType<typeof setup>['client'], options?: object) => Promise<ChatResponse>,
][] = [
  ['chat', (client, options) => client.chat(TOOLS, options)],
  ['chatStream', (client, options) => client.chatStream(TOOLS, options).response()],
];

describe.each(READS)('%s with tools that the server refuses', (_name, read) => {
  test.each([
    ['m does not support tools'],
    ['tools param requires --jinja flag'],
    ['"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set'],
    ['tool_choice is not supported with this model'],
    ["Invalid tool_choice type: 'object'. Supported string values: none, auto, required"],
  ])('is sent again with emulated tools: %s', async (message) => {
    const { client, requests } = setup(refusing(message));
    expect(await read(client)).toMatchObject({
      text: '',
      toolCalls: CALLS,
      finishReason: { unified: 'tool-calls' },
      message: { content: '', toolCalls: CALLS },
      warnings: [
        { code: 'tools_emulated', message: expect.stringContaining('because the server refused them.') as string },
      ],
    });
    expect(requests.map(({ tools, responseFormat }) => [tools?.length, responseFormat?.type])).toEqual([
      [1, undefined],
      [undefined, 'json_schema'],
    ]);
  });

  test('is planned with emulated tools from then on', async () => {
    const { client, requests } = setup(refusing('m does not support tools'));
    expect(client.explain(TOOLS).emulated).toEqual([]);
    await read(client);
    expect(client.explain(TOOLS)).toMatchObject({ emulated: ['tools'], route: 'fake' });
    await read(client);
    expect(requests.length).toBe(3);
  });

  test('fails with that error if tools are never emulated, or nothing holds the model to a schema', async () => {
    const { client, requests } = setup(refusing('m does not support tools'));
    expect(await rejectionOf(read(client, { emulate: 'never' }))).toMatchObject({ code: 'invalid_request' });
    expect(requests.length).toBe(1);
    const models = { m: { features: { jsonSchema: false } } };
    const without = setup(refusing('m does not support tools'), { models });
    expect(await rejectionOf(read(without.client))).toMatchObject({ message: expect.stringContaining('tools') });
    expect(without.requests.length).toBe(1);
  });

  test.each([
    ['another refusal', refused('m does not support images')],
    ['a failure of the server', new ApiError('server_error', 'm does not support tools', { status: 500 })],
  ])('is not sent again after %s', async (_kind, error) => {
    const { client, requests } = setup(() => error);
    expect(await rejectionOf(read(client))).toMatchObject({ code: error.code });
    expect(requests.length).toBe(1);
  });

  test('fails with the error of the second request', async () => {
    const { client } = setup(({ tools }) =>
      tools === undefined ? refused('bad schema') : refused('m does not support tools'),
    );
    expect(await rejectionOf(read(client))).toMatchObject({ message: expect.stringContaining('bad schema') });
  });

  test('is not sent again after an abort', async () => {
    const controller = new AbortController();
    const { client, requests } = setup(({ tools }) => {
      if (tools !== undefined) controller.abort();
      return refused('m does not support tools');
    });
    expect(await rejectionOf(read(client, { signal: controller.signal }))).toBeInstanceOf(Error);
    expect(requests.length).toBe(1);
  });
});

describe('a chat with emulated tools', () => {
  const always = { emulate: 'always' } as const;

  test('has the events of a model that has tools', async () => {
    const { client } = setup(() => ({ text: CALL, reasoning: 'Hm.' }));
    const events: StreamEvent[] = [];
    for await (const event of client.chatStream(TOOLS, always)) events.push(event);
    const types = events.map(({ type }) => type).filter((type, index, all) => type !== all[index - 1]);
    expect(types).toEqual([
      'start',
      'warning',
      'reasoning-start',
      'reasoning-delta',
      'reasoning-end',
      'tool-call-start',
      'tool-call-delta',
      'tool-call-end',
      'finish',
    ]);
    const response = events.at(-1);
    expect(response).toMatchObject({ response: { reasoning: 'Hm.', toolCalls: CALLS, usage: {}, warnings: [{}] } });
  });

  test('keeps usage, http and what the server sent in addition to text', async () => {
    const http = { status: 200, headers: { 'x-request-id': 'r' } } as never;
    const { client } = setup(() => ({ text: CALL, http, raw: { kept: 1 } }));
    const response = await client.chat(TOOLS, always);
    expect(response).toMatchObject({ raw: { kept: 1 }, usage: { outputTokens: expect.any(Number) as number } });
    expect(response.http).toMatchObject({ status: 200 });
  });

  test('has the decoded output in the partial response of a failure', async () => {
    const error = new StreamError('stream_truncated', 'The stream ended early.');
    const reply = '{"calls":[{"reply":"Let me see."},{"tool":"get_weather","arguments":{"ci';
    const { client } = setup(() => ({ text: reply, error }));
    const request = { ...TOOLS, parallelToolCalls: true };
    expect(await rejectionOf(client.chatStream(request, always).response())).toMatchObject({
      code: 'stream_truncated',
      partial: { text: 'Let me see.', toolCalls: [{ name: 'get_weather', arguments: '{"ci' }] },
    });
  });

  test('splits the reasoning off the text before the JSON', async () => {
    const { client } = setup(() => `<think>Paris</think>${CALL}`);
    const options = { ...always, reasoningTags: true };
    expect(await client.chat(TOOLS, options)).toMatchObject({ reasoning: 'Paris', toolCalls: CALLS });
    const streamed = await client.chatStream(TOOLS, options).response();
    expect(streamed).toMatchObject({ reasoning: 'Paris', toolCalls: CALLS });
  });

  test('has no text but its calls without collect', async () => {
    const { client } = setup(() => '{"calls":[{"reply":"Hi"},{"tool":"get_weather","arguments":{}}]}');
    const request = { ...TOOLS, parallelToolCalls: true };
    const stream = client.chatStream(request, { ...always, collect: false });
    const response = await stream.response();
    expect(response).toMatchObject({ text: '', toolCalls: [{ name: 'get_weather' }] });
    expect(response.warnings.map(({ code }) => code)).toEqual(['tools_emulated', 'text_not_collected']);
  });

  test('warns of an empty reply once', async () => {
    const { client } = setup(() => '{"next":{"reply":""}}');
    const { warnings } = await client.chat(TOOLS, always);
    expect(warnings.map(({ code }) => code)).toEqual(['tools_emulated', 'empty_response']);
  });

  test('is finished by its limit of tokens', async () => {
    const { client } = setup(() => ({ text: '{"next":{"reply":"It is su', finishReason: 'length' }));
    expect(await client.chat(TOOLS, always)).toMatchObject({
      text: 'It is su',
      finishReason: { unified: 'length' },
      message: { content: 'It is su' },
    });
  });

  test('has the text of toolPrompt', async () => {
    const { client, requests } = setup(() => CALL, { toolPrompt: 'Config: {tools}' });
    await client.chat({ ...TOOLS, system: 'Be brief.' }, always);
    await client.chat(TOOLS, { ...always, toolPrompt: 'Tools?\n{tools}\n{tools}' });
    const line = '{"tool":"get_weather","arguments":{"type":"object","properties":{"city":{"type":"string"}}}}';
    expect(requests.map(({ messages }) => messages[0]?.content)).toEqual([
      `Be brief.\n\nConfig: ${line}`,
      `Tools?\n${line}\n${line}`,
    ]);
  });

  test('refuses a toolPrompt that is not a text', async () => {
    const { client, requests } = setup(() => CALL);
    const error = await rejectionOf(client.chat(TOOLS, { ...always, toolPrompt: 5 as never }));
    expect(error).toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('"options.toolPrompt" must be a string; received a number') as string,
    });
    expect(() => setup(() => CALL, { toolPrompt: null as never })).toThrow(
      '"toolPrompt" must be a string; received null',
    );
    expect(requests).toEqual([]);
  });

  test('is trimmed to the context of the model', async () => {
    const { client, requests } = setup(() => CALL, { models: { m: { contextLength: 300 } } });
    const old = { role: 'user', content: 'word '.repeat(300) } as const;
    const messages = [old, { role: 'assistant', content: 'ok' } as const, ...TOOLS.messages];
    const request = { ...TOOLS, messages, contextOverflow: 'trim', maxOutputTokens: 50 } as const;
    expect(await client.chat(request, always)).toMatchObject({ toolCalls: CALLS });
    expect(requests[0]?.messages.map(({ role }) => role)).toEqual(['system', 'user']);
  });
});

test('a request that the route refuses is emulated if the description says that the model has no tools', async () => {
  const tools = { support: 'yes', note: 'Depends on the model.', dependsOnModel: true } as const;
  const plugin = fakeProvider({
    routes: { only: { ...ABLE_ROUTE, tools, parallelToolCalls: 'no' } },
    methods: { describeModel: async (id) => ({ id, features: { tools: id !== 'plain' } }) },
    replies: () => CALL,
  });
  const client = createClient({ plugins: [plugin], config: { provider: 'fake' } });
  const request = { ...TOOLS, parallelToolCalls: false };
  expect(await client.chat({ ...request, model: 'plain' })).toMatchObject({ toolCalls: CALLS });
  expect(await rejectionOf(client.chat({ ...request, model: 'able' }))).toMatchObject({
    code: 'capability_unsupported',
    message: expect.stringContaining('parallelToolCalls'),
  });
});
