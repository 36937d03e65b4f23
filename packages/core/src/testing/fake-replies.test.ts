import { expect, test } from 'vitest';
import { createClient } from '../client/create-client.js';
import type { StreamEvent } from '../contract/stream-event.js';
import type { Message } from '../contract/message.js';
import { grammarFaults } from './conformance/checks/event-grammar.js';
import { fakeProvider, type FakeProviderOptions } from './fake-provider.js';
import type { FakeReply } from './fake-reply.js';

const config = { provider: 'fake', model: 'fake-model' } as const;
const hello = { messages: [{ role: 'user', content: 'Hello there' }] } as const;

function open(options: FakeProviderOptions) {
  const fake = fakeProvider({ ...options, id: 'fake' });
  return { fake, client: createClient({ plugins: [fake], config }) };
}

/** Returns the outcome of a reply, streamed and not streamed. */
async function bothForms(reply: FakeReply) {
  const { client } = open({ replies: [reply, reply] });
  const events: StreamEvent[] = [];
  for await (const event of client.chatStream(hello)) events.push(event);
  return { events, response: await client.chat(hello) };
}

const RAN = {
  toolCall: { id: 'one', name: 'search', arguments: '{}', input: {} },
  output: 'found',
} as const;

const REPLIES: Record<string, readonly [reply: FakeReply, expected: object]> = {
  'a text': [
    'Hi you',
    { text: 'Hi you', finishReason: { unified: 'stop' }, usage: { inputTokens: 2, outputTokens: 2 } },
  ],
  'an empty text': ['', { text: '', warnings: [{ code: 'empty_response' }] }],
  'reasoning and text': [
    { reasoning: 'Hm, yes.', text: 'Hi' },
    { text: 'Hi', reasoning: 'Hm, yes.' },
  ],
  JSON: [
    { json: { name: 'Ada', tags: ['a', '😀😀😀😀😀😀'] } },
    { text: '{"name":"Ada","tags":["a","😀😀😀😀😀😀"]}' },
  ],
  'JSON null': [{ json: null }, { text: 'null' }],
  'a refusal': [{ refusal: 'No, thanks.' }, { refusal: 'No, thanks.', finishReason: { unified: 'content-filter' } }],
  'tool calls': [
    {
      toolCalls: [
        { name: 'add', arguments: { a: 2, b: 3 }, id: 'one' },
        { name: 'add', input: { a: 4 } },
        { name: 'now' },
        { name: 'broken', arguments: '{"a":' },
      ],
    },
    {
      toolCalls: [
        { id: 'one', name: 'add', arguments: '{"a":2,"b":3}', input: { a: 2, b: 3 } },
        { id: expect.any(String), name: 'add', input: { a: 4 } },
        { name: 'now', input: {} },
        { name: 'broken', arguments: '{"a":', input: undefined, parseError: expect.any(String) },
      ],
      finishReason: { unified: 'tool-calls', raw: 'tool_calls' },
    },
  ],
  'tools that the server ran': [
    { text: 'Hi', toolResults: [RAN] },
    { text: 'Hi', toolResults: [RAN] },
  ],
  'a reason, tokens and an id': [
    { text: 'Hi', finishReason: 'length', usage: { outputTokens: 9 }, responseId: 'resp_1' },
    { finishReason: { unified: 'length', raw: 'length' }, usage: { outputTokens: 9 }, responseId: 'resp_1' },
  ],
  'a function': [
    ({ messages }) => `You said ${JSON.stringify(messages[0]?.content)}`,
    { text: 'You said "Hello there"' },
  ],
  'an async function': [async () => ({ text: 'Hi' }), { text: 'Hi' }],
};

test.each(Object.entries(REPLIES))('%s is the response of both forms', async (_name, [reply, expected]) => {
  const { events, response } = await bothForms(reply);
  expect(response).toMatchObject(expected);
  expect(grammarFaults(events)).toEqual([]);
  const last = events.at(-1);
  const ids = { toolCalls: expect.any(Array), message: expect.any(Object) };
  expect(last).toEqual({ type: 'finish', response: { ...response, ...(response.toolCalls.length > 0 && ids) } });
});

test('a stream has several deltas of text, JSON and arguments', async () => {
  const reply = { text: 'one two three', toolCalls: [{ name: 'add', arguments: { a: 2, b: 3 } }] };
  const { events } = await bothForms(reply);
  expect(events.map((event) => ('text' in event ? event.text : event.type))).toEqual([
    'start',
    'text-start',
    'one',
    ' two',
    ' three',
    'text-end',
    'tool-call-start',
    'tool-call-delta',
    'tool-call-delta',
    'tool-call-end',
    'finish',
  ]);
});

test('a recorded response can be the reply', async () => {
  const first = await bothForms({ text: 'Hi', toolCalls: [{ name: 'add', arguments: { a: 2 }, id: 'x' }] });
  expect((await bothForms(first.response)).response).toEqual(first.response);
});

test('replies are given in the order of the calls, to all clients and methods', async () => {
  const { fake, client } = open({ replies: ['one', 'two', 'three', 'four'] });
  const second = createClient({ plugins: [fake], config });
  expect((await client.chat(hello)).text).toBe('one');
  expect((await client.chatStream(hello).response()).text).toBe('two');
  expect((await second.complete({ prompt: 'p' })).text).toBe('three');
  expect((await client.completeStream({ prompt: 'p' }).response()).text).toBe('four');
  expect(fake.recordedRequests).toMatchObject([
    hello,
    hello,
    { prompt: 'p', messages: [{ role: 'user', content: 'p' }] },
    { prompt: 'p', messages: [{ role: 'user', content: 'p' }] },
  ]);
});

test('one function replies to all calls', async () => {
  const { client } = open({ replies: ({ messages }) => `${messages.length} messages` });
  expect((await client.chat(hello)).text).toBe('1 messages');
  expect((await client.chatStream(hello).response()).text).toBe('1 messages');
  expect((await client.complete({ prompt: 'p' })).text).toBe('1 messages');
});

test.each(['chat', 'chatStream', 'complete', 'completeStream'] as const)(
  'a call of %s after the last reply fails, and says so',
  async (method) => {
    const { client } = open({ replies: ['only'] });
    await client.chat(hello);
    const calls = {
      chat: () => client.chat(hello),
      chatStream: () => client.chatStream(hello).response(),
      complete: () => client.complete({ prompt: 'p' }),
      completeStream: () => client.completeStream({ prompt: 'p' }).response(),
    };
    await expect(calls[method]()).rejects.toMatchObject({
      code: 'unexpected_response',
      retryable: false,
      message: expect.stringContaining(`fakeProvider() has 1 reply, and this is call number 2, of ${method}().`),
    });
  },
);

test.each([undefined, null, 3])('the reply %s is refused', async (reply) => {
  const { client } = open({ replies: () => reply as never });
  await expect(client.chat(hello)).rejects.toMatchObject({
    code: 'unexpected_response',
    message: expect.stringContaining('A reply of fakeProvider() must be a text'),
  });
});

test('a completion has only text', async () => {
  const { client } = open({ replies: [{ toolCalls: [{ name: 'add' }] }, { json: 3 }] });
  await expect(client.complete({ prompt: 'p' })).rejects.toMatchObject({ code: 'unexpected_response' });
  expect((await client.complete({ prompt: 'p' })).text).toBe('3');
});

test('recorded requests keep the messages of their time', async () => {
  const { fake, client } = open({
    replies: [{ toolCalls: [{ name: 'add', arguments: { a: 2, b: 3 } }] }, 'It is 5.'],
  });
  const messages: Message[] = [{ role: 'user', content: 'Add 2 and 3' }];
  const { message, toolCalls } = await client.chat({ messages });
  messages.push(message, { role: 'tool', toolCallId: toolCalls[0]?.id ?? '', content: '5' });
  expect((await client.chat({ messages })).text).toBe('It is 5.');
  expect(fake.recordedRequests.map((request) => request.messages.map(({ role }) => role))).toEqual([
    ['user'],
    ['user', 'assistant', 'tool'],
  ]);
});

test('embedText returns the vectors', async () => {
  const { client } = open({ embedText: (text) => [text.length, 0] });
  const { embeddings } = await client.embed({ input: ['a', 'abc'] });
  expect(embeddings).toEqual([
    [1, 0],
    [3, 0],
  ]);
});

test.each<[reply: unknown, message: string]>([
  [undefined, 'A reply of fakeProvider() must be a text'],
  [{ txt: 'typo' }, 'Unknown key "fakeProvider().replies[].txt". Did you mean "text"?'],
  [{ toolCalls: 'add' }, '"fakeProvider().replies[].toolCalls" must be an array'],
  [{ toolCalls: [{ input: {} }] }, 'toolCalls[0].name" must be the name of a tool; received undefined.'],
  [{ toolCalls: [null] }, 'toolCalls[0].name" must be the name of a tool; received undefined.'],
])('the call fails for the reply %j', async (reply, message) => {
  const { client } = open({ replies: [reply as FakeReply, 'b'] });
  await expect(client.chat(hello)).rejects.toMatchObject({ message: expect.stringContaining(message) });
  expect(await client.chat(hello)).toMatchObject({ text: 'b' });
});

test.each<[options: object, message: string]>([
  [{ reply: 'x' }, 'Unknown key "fakeProvider().reply". Use "replies"'],
  [{ replies: 'x' }, '"fakeProvider().replies" must be an array or a function'],
  [{ model: [] }, 'Unknown key "fakeProvider().model". Did you mean "models"?'],
])('the options %j are refused', (options, message) => {
  expect(() => fakeProvider(options)).toThrow(message);
});

test('a stream takes its reply when its request is sent', async () => {
  const { client } = open({ replies: ['first', 'second'] });
  const stream = client.chatStream(hello);
  expect(await client.chat(hello)).toMatchObject({ text: 'first' });
  expect(await stream.response()).toMatchObject({ text: 'second' });
});
