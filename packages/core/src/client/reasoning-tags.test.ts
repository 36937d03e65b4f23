import { drain } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import type { CallOptions } from '../contract/call-options.js';
import type { ChatInput, ChatResponse } from '../contract/chat.js';
import type { LmClient } from '../contract/lm-client.js';
import type { StreamEvent } from '../contract/stream-event.js';
import { LmError } from '../errors/lm-error.js';
import { grammarFaults } from '../testing/conformance/checks/event-grammar.js';
import { fakeProvider } from '../testing/fake-provider.js';
import type { FakeReply } from '../testing/fake-reply.js';
import { clientOf } from '../../test/support/stream-client.js';
import { createClient } from './create-client.js';

const ON = { reasoningTags: true } as const;

const TOOL = { name: 'f', arguments: {}, id: '1' };

function replying(...replies: FakeReply[]): LmClient {
  return createClient({ plugins: [fakeProvider({ replies })], config: { provider: 'fake', model: 'm', ...ON } });
}

/** Returns the events of a stream and its error. */
function read(client: LmClient, input: ChatInput, options?: CallOptions): ReturnType<typeof drain<StreamEvent>> {
  return drain(client.chatStream(input, options));
}

const shown = (events: readonly StreamEvent[]): string[] =>
  events.map((event) => ('text' in event ? `${event.type} ${JSON.stringify(event.text)}` : event.type));

const codesOf = ({ warnings }: ChatResponse): string[] => warnings.map(({ code }) => code);

const REPLY = '<think>\nI must greet.\n</think>\n\nHi there';

test('reasoning is split off the response and off the stream', async () => {
  const response = await replying(REPLY).chat('x');
  expect(response).toMatchObject({
    text: 'Hi there',
    reasoning: 'I must greet.',
    message: { role: 'assistant', content: 'Hi there', reasoning: 'I must greet.' },
    warnings: [],
  });
  const { values } = await read(replying(REPLY), 'x');
  expect(shown(values)).toEqual([
    'start',
    'reasoning-start',
    'reasoning-delta "I"',
    'reasoning-delta " must"',
    'reasoning-delta " greet."',
    'reasoning-end',
    'text-start',
    'text-delta "Hi"',
    'text-delta " there"',
    'text-end',
    'finish',
  ]);
  expect(values.at(-1)).toEqual({ type: 'finish', response });
});

test('a tool call ends the block before it', async () => {
  const { values } = await read(replying({ text: '<think>a', toolCalls: [TOOL] }), 'x');
  expect(shown(values).slice(1, 5)).toEqual([
    'reasoning-start',
    'reasoning-delta "a"',
    'reasoning-end',
    'tool-call-start',
  ]);
});

test('text() has only the text', async () => {
  const words: string[] = [];
  for await (const word of replying(REPLY).chatStream('x').text()) words.push(word);
  expect(words).toEqual(['Hi', ' there']);
});

test('a call switches the setting of the client off or changes it', async () => {
  const client = replying(REPLY, REPLY, '[THINK]a[/THINK]b');
  expect(await client.chat('x', { reasoningTags: false })).toMatchObject({ text: REPLY });
  expect((await read(client, 'x', { reasoningTags: false })).values.at(-1)).toMatchObject({
    response: { text: REPLY },
  });
  const options = { reasoningTags: { open: '[THINK]', close: '[/THINK]' } };
  expect(await client.chat('x', options)).toMatchObject({ text: 'b', reasoning: 'a' });
});

test('completions keep their text', async () => {
  const client = createClient({
    plugins: [fakeProvider({ replies: [REPLY] })],
    config: { provider: 'fake', model: 'm' },
  });
  expect(await client.complete({ prompt: 'x' }, ON)).toMatchObject({ text: REPLY });
});

test('the response is unchanged without tags', async () => {
  const plain = await replying('Hi').chat('x', { reasoningTags: false });
  expect(await replying('Hi').chat('x')).toEqual(plain);
  expect((await read(replying('Hi'), 'x')).values.at(-1)).toEqual({ type: 'finish', response: plain });
});

/** Replies, with the response that both chat and stream must have. */
const REPLIES: readonly [what: string, reply: FakeReply, options: CallOptions, expected: object, codes: string[]][] = [
  ['tool calls', { text: '<think>a</think>', toolCalls: [TOOL] }, {}, { text: '', reasoning: 'a' }, []],
  ['tool calls within the reasoning', { text: '<think>a', toolCalls: [TOOL] }, {}, { text: '', reasoning: 'a' }, []],
  ['separate reasoning', { reasoning: 'a', text: '<think>b</think>c' }, {}, { text: 'c', reasoning: 'a\nb' }, []],
  ['only separate reasoning', { reasoning: 'a', text: 'c' }, {}, { text: 'c', reasoning: 'a' }, []],
  [
    'a closing tag after separate reasoning',
    { reasoning: 'a', text: '</think>\nc' },
    {},
    { text: 'c', reasoning: 'a' },
    [],
  ],
  ['a refusal', { text: '<think>a</think>', refusal: 'No' }, {}, { text: '', message: { content: 'No' } }, []],
  ['the end of the tokens', { text: '<think>a', finishReason: 'length' }, {}, { text: '', reasoning: 'a' }, []],
  // antirez/ds4 issue 1087, vllm-project/vllm pull request 50753.
  ['an unclosed block', '<think>a', {}, { text: '', reasoning: 'a' }, ['reasoning_tag_missing']],
  // sgl-project/sglang issue 4539.
  [
    'a model that does not reason',
    'Hi',
    { reasoningTags: { startsOpen: true } },
    { text: '', reasoning: 'Hi' },
    ['reasoning_tag_missing'],
  ],
  [
    'separate reasoning although the text is to start inside of it',
    { reasoning: 'a', text: 'b' },
    { reasoningTags: { startsOpen: true } },
    { text: 'b', reasoning: 'a' },
    [],
  ],
  [
    'a lone tag after separate reasoning',
    { reasoning: 'a', text: 'b</think>c' },
    { reasoningTags: { startsOpen: true } },
    { text: 'b</think>c', reasoning: 'a' },
    ['reasoning_tag_missing'],
  ],
  [
    'nothing, inside the reasoning',
    { text: '' },
    { reasoningTags: { startsOpen: true } },
    { text: '' },
    ['empty_response'],
  ],
  ['a missing opening tag', 'a</think>b', {}, { text: 'a</think>b' }, ['reasoning_tag_missing']],
  ['nothing but empty reasoning', '<think>\n</think>', {}, { text: '' }, ['empty_response']],
  ['nothing', { text: '' }, {}, { text: '' }, ['empty_response']],
];

describe.each(REPLIES)('%s', (_what, reply, options, expected, codes) => {
  test('has the same response with and without a stream', async () => {
    const response = await replying(reply).chat('x', options);
    expect(response).toMatchObject(expected);
    expect(response.message.content).not.toContain('<think>');
    expect(codesOf(response)).toEqual(codes);
    const { values } = await read(replying(reply), 'x', options);
    expect(values.at(-1)).toEqual({ type: 'finish', response });
    expect(grammarFaults(values)).toEqual([]);
  });
});

test('the text is JSON if JSON was requested', async () => {
  const request = { messages: [{ role: 'user', content: 'x' }], responseFormat: { type: 'json_object' } } as const;
  const { text, warnings } = await replying('<think>{}</think>{"a":1}').chat(request);
  expect({ value: JSON.parse(text) as unknown, warnings }).toEqual({ value: { a: 1 }, warnings: [] });
});

test('JSON that is in the reasoning is reported', async () => {
  const request = { messages: [{ role: 'user', content: 'x' }], responseFormat: { type: 'json_object' } } as const;
  const response = await replying('<think>{"a":1}</think>').chat(request);
  expect(codesOf(response)).toEqual(['empty_response']);
  expect(response.warnings[0]?.message).toContain('the JSON is in "reasoning"');
});

test('with collect: false, the events are the same and the response has no output', async () => {
  const all = await read(replying(REPLY), 'x');
  const { values } = await read(replying(REPLY), 'x', { collect: false });
  expect(values.slice(0, -1)).toEqual(all.values.slice(0, -1));
  const { response } = values.at(-1) as { response: ChatResponse };
  expect(response).toMatchObject({ text: '', message: { content: '' } });
  expect(response).not.toHaveProperty('reasoning');
  expect(response.message).not.toHaveProperty('reasoning');
  expect(codesOf(response)).toEqual(['text_not_collected']);
});

test('the partial response of an error has the split text, which the events have delivered', async () => {
  const error = new LmError('server_error', 'The server failed.');
  const failing = (text: string): LmClient => replying({ text, error });
  const inText = await read(failing('<think>a b</think>c'), 'x');
  expect(inText.error).toMatchObject({ code: 'server_error', partial: { text: 'c', reasoning: 'a b' } });
  const inTag = await read(failing('<think>a </thi'), 'x');
  expect(inTag.error).toMatchObject({ partial: { text: '', reasoning: 'a </thi' } });
  expect(shown(inTag.values).slice(2)).toEqual(['reasoning-delta "a"', 'reasoning-delta " </thi"']);
  const atStart = await read(failing('<thi'), 'x');
  expect(atStart.error).toMatchObject({ partial: { text: '<thi' } });
});

test('an error without a response stays as it is', async () => {
  const client = replying(new LmError('rate_limited', 'Too many requests.'));
  expect((await read(client, 'x')).error).toMatchObject({ code: 'rate_limited' });
});

test('state of the server is kept in the message', async () => {
  const part = { type: 'reasoning', text: 'a', providerMetadata: { fake: { id: 1 } } } as const;
  const client = clientOf({
    chat: (_request, { route }) =>
      Promise.resolve({
        model: 'm',
        route,
        text: '<think>b</think>c',
        reasoning: 'a',
        message: { role: 'assistant', content: '<think>b</think>c', reasoning: [part] },
        toolCalls: [],
        toolResults: [],
        finishReason: { unified: 'stop', raw: 'stop' },
        warnings: [],
        raw: undefined,
      }),
  });
  const { message } = await client.chat('x', ON);
  expect(message).toEqual({ role: 'assistant', content: 'c', reasoning: [part, { type: 'reasoning', text: 'b' }] });
});

test('a text that mentions both tags is unchanged and has no warning', async () => {
  const text = 'Use <think> and </think>.';
  expect(await replying(text).chat('x', ON)).toMatchObject({ text, warnings: [] });
});
