import { createClient, type ChatRequest, type LmClient, type StreamEvent } from '@lmux/core';
import { ollama } from '@lmux/provider-ollama';
import { openai } from '@lmux/provider-openai';
import { closeAfterTest, collect, jsonLines, scriptServer, sseOf, wireCalls } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';

/** A reply of a model, which the server sends natively or as the JSON of emulated tools. */
interface Reply {
  readonly text?: string;
  readonly calls?: readonly { readonly name: string; readonly input: object }[];
}

const PARIS = { name: 'get_weather', input: { city: 'Paris' } };
const ROME = { name: 'get_time', input: { zone: 'Rome', offsets: [1, 2] } };

const REQUEST = {
  messages: [{ role: 'user', content: 'Weather?' }],
  tools: [{ name: 'get_weather' }, { name: 'get_time' }],
} satisfies ChatRequest;

function pieces(text: string, size: number): string[] {
  return Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
    text.slice(index * size, (index + 1) * size),
  );
}

/** The JSON of emulated tools for a reply. */
function jsonOf({ text, calls = [] }: Reply, isList: boolean): string {
  const replies = text === undefined ? [] : [{ reply: text }];
  const items = [...replies, ...calls.map(({ name, input }) => ({ tool: name, arguments: input }))];
  return JSON.stringify(isList ? { calls: items } : { next: items[0] });
}

/** A server's format: the body of a stream with these pieces of text and these calls. */
type Format = (text: readonly string[], calls: NonNullable<Reply['calls']>, size: number) => string;

const openaiBody: Format = (text, calls, size) => {
  const chunk = (delta: object, more: object = {}): object => ({ model: 'm', choices: [{ index: 0, delta, ...more }] });
  const callChunks = wireCalls(calls, (index) => `call-${index}`).flatMap(
    ({ function: { name, arguments: args }, ...call }) => [
      chunk({ tool_calls: [{ ...call, function: { name, arguments: '' } }] }),
      ...pieces(args, size).map((piece) =>
        chunk({ tool_calls: [{ index: call.index, function: { arguments: piece } }] }),
      ),
    ],
  );
  const usage = { prompt_tokens: 3, completion_tokens: 5, total_tokens: 8 };
  const end = chunk({}, { finish_reason: calls.length > 0 ? 'tool_calls' : 'stop' });
  return sseOf([...text.map((content) => chunk({ content })), ...callChunks, end, { model: 'm', choices: [], usage }]);
};

const ollamaBody: Format = (text, calls) => {
  const line = (message: object): object => ({
    model: 'm',
    message: { role: 'assistant', content: '', ...message },
    done: false,
  });
  return jsonLines([
    ...text.map((content) => line({ content })),
    ...calls.map(({ name, input }) => line({ tool_calls: [{ function: { name, arguments: input } }] })),
    { ...line({}), done: true, done_reason: 'stop', prompt_eval_count: 3, eval_count: 5 },
  ]);
};

/** Starts a server that sends the reply natively to a request with tools, and as JSON to one without. */
async function setup(provider: 'openai' | 'ollama', reply: Reply, isList: boolean, size: number): Promise<LmClient> {
  const bodyOf = provider === 'openai' ? openaiBody : ollamaBody;
  const { url } = await scriptServer(
    ({ body }) => {
      const isNative = 'tools' in (body as object);
      const text = pieces(isNative ? (reply.text ?? '') : jsonOf(reply, isList), size);
      const contentType = provider === 'openai' ? 'text/event-stream' : 'application/x-ndjson';
      return { body: bodyOf(text, isNative ? (reply.calls ?? []) : [], size), contentType };
    },
    { unknownRoute: () => ({ status: 404, body: {} }) },
  );
  const config = { provider, model: 'm', baseUrl: url, modelCapabilities: 'off' } as const;
  return closeAfterTest(createClient({ plugins: [openai, ollama], config }));
}

/** Returns the types of events. A run of deltas counts as one, because the lengths of pieces are not part of the contract. */
function typesOf(events: readonly StreamEvent[]): string[] {
  const types = events
    .map((event) => ('index' in event ? `${event.type} ${event.index}` : event.type))
    .filter((type) => type !== 'warning');
  return types.filter((type, index) => type !== types[index - 1]);
}

function outputOf(events: readonly StreamEvent[]): object {
  const last = events.at(-1);
  if (last?.type !== 'finish') throw new Error('The last event must be "finish".');
  const { text, toolCalls, finishReason, usage, model, route } = last.response;
  const calls = toolCalls.map(({ name, arguments: args, input }) => ({ name, args, input }));
  return { text, calls, finishReason: finishReason.unified, usage, model, route };
}

const CALL = ['tool-call-start 0', 'tool-call-delta 0'];
const SECOND = ['tool-call-start 1', 'tool-call-delta 1'];
const END = 'tool-call-end 0';
const ENDS = [END, 'tool-call-end 1'];
const TEXT = ['text-start', 'text-delta', 'text-end'];

type Case = readonly [name: string, reply: Reply, isList: boolean, types: readonly string[]];

const CASES: readonly Case[] = [
  ['a text', { text: 'It is "sunny" in Paris 😀.' }, false, TEXT],
  ['a text in a list', { text: 'It is sunny.' }, true, TEXT],
  ['a call', { calls: [PARIS] }, false, [...CALL, END]],
  ['a call in a list', { calls: [PARIS] }, true, [...CALL, END]],
  ['a text, then a call', { text: 'Let me see.', calls: [ROME] }, true, [...TEXT, ...CALL, END]],
  ['two calls', { calls: [PARIS, ROME] }, true, [...CALL, ...SECOND, ...ENDS]],
  [
    'a text, then two calls',
    { text: 'Let me see.', calls: [ROME, PARIS] },
    true,
    [...TEXT, ...CALL, ...SECOND, ...ENDS],
  ],
];

/** Reads a reply natively and emulated. */
async function readBoth(provider: 'openai' | 'ollama', [, reply, isList]: Case, size: number) {
  const client = await setup(provider, reply, isList, size);
  const native = await collect(client.chatStream(REQUEST, { emulate: 'never' }));
  const request = { ...REQUEST, ...(isList && { parallelToolCalls: true }) };
  const emulated = await collect(client.chatStream(request, { emulate: 'always' }));
  expect(outputOf(emulated)).toEqual(outputOf(native));
  expect(emulated.filter(({ type }) => type === 'warning')).toMatchObject([{ warning: { code: 'tools_emulated' } }]);
  return { native: typesOf(native), emulated: typesOf(emulated) };
}

const SIZES = [1, 3, 7, 1000];

describe.each(['ollama', 'openai'] as const)('on the server of %s', (provider) => {
  const ROWS = SIZES.flatMap((size) =>
    CASES.map((row) => [`${row[0]} in pieces of ${size} characters`, size, row] as const),
  );

  test.each(ROWS)('%s has the events of a model that has tools', async (_name, size, row) => {
    const { native, emulated } = await readBoth(provider, row, size);
    expect(emulated).toEqual(['start', ...row[3], 'finish']);
    expect(native).toEqual(emulated);
  });
});
