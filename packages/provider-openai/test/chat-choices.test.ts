import type { ChatResponse, StreamError } from '@lmux/core/provider';
import type { StreamEvent } from '@lmux/core/provider/streams';
import { rejectionOf, sseOf, unframedResponse } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { ChatStreamDecoder } from '../src/chat-completions/chat-stream-decoder.js';
import { decodeChatResponse } from '../src/chat-completions/decode-chat-response.js';
import type { ChatCompletion, ChatCompletionChunk, ChatCompletionRequest } from '../src/chat-completions/wire.js';
import { choice, CHOICE_ROWS, choicesOf, type ExpectedChoices } from './choice-rows.js';
import { chatOf } from './decode-stream.js';
import { openClient } from './open.js';
import { head, type Call } from './tool-call-rows.js';

const OPTIONS = { model: 'requested', route: 'openai', warnings: [], generateId: () => 'made' };
const CALL = { id: 'a', type: 'function', function: { name: 'f', arguments: '{"x":1}' } };

function decode(choices: readonly unknown[], request?: Partial<ChatCompletionRequest>) {
  const completion = { id: 'x', object: 'chat.completion', created: 1, model: 'served-model', choices };
  const body = { model: 'requested', messages: [], ...request };
  return decodeChatResponse(completion as unknown as ChatCompletion, { ...OPTIONS, request: body });
}

/** Returns the parts of a response that a row states. */
function partsOf({ text, reasoning, toolCalls, finishReason }: ChatResponse): object {
  const calls = toolCalls.map(({ name, arguments: args, id }) => [name, args, id]);
  return { text, reasoning, calls, finishReason };
}

function expectedParts({ text, reasoning, calls = [], reason }: ExpectedChoices): object {
  const unified = calls.length > 0 ? 'tool-calls' : reason;
  return { text, reasoning, calls, finishReason: { unified, raw: reason } };
}

describe('choices of a stream without n', () => {
  test.each(CHOICE_ROWS)('are one response: %s', (_, values, expected) => {
    const { events, response } = chatOf(values);
    expect(partsOf(response)).toEqual(expectedParts(expected));
    const text = events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('');
    expect(text).toBe(expected.text);
  });

  test.each([{ n: null }, { n: 1 }])('are one response with %j too', (request) => {
    const values = [
      choicesOf(choice(0, { content: 'Hi' }, 'stop'), choice(1, { tool_calls: [head(0, 'a', 'f', '{}')] }, 'stop')),
    ];
    expect(chatOf(values, undefined, request).response).toMatchObject({ text: 'Hi', toolCalls: [{ id: 'a' }] });
  });
});

test('of several choices that the request asked for, only the first counts', () => {
  const other = choice(1, { content: 'no', tool_calls: [head(0, 'a', 'f', '{}')] }, 'length');
  const values = [choicesOf(other, choice(0, { content: 'Hi' })), choicesOf(choice(0, {}, 'stop')), choicesOf(other)];
  const { response } = chatOf(values, undefined, { n: 2 });
  expect(partsOf(response)).toEqual(expectedParts({ text: 'Hi', reason: 'stop' }));
  const message = { content: 'no', tool_calls: [CALL] };
  const choices = [
    { index: 0, message: { content: 'Hi' }, finish_reason: 'stop' },
    { index: 1, message, finish_reason: 'length' },
  ];
  expect(partsOf(decode(choices, { n: 2 }))).toEqual(expectedParts({ text: 'Hi', reason: 'stop' }));
});

describe('a refusal in another choice', () => {
  const refused = ['I can', "'t."].map((refusal) => choicesOf(choice(1, { refusal })));

  test('is in the response of a stream, after the text of the first choice', () => {
    const { events, response } = chatOf([...refused, choicesOf(choice(0, { content: 'Hi' }, 'stop'))]);
    expect(response).toMatchObject({ text: 'Hi', refusal: "I can't." });
    expect(events.flatMap((event) => (event.type === 'refusal-delta' ? [event.text] : []))).toEqual(["I can't."]);
  });

  test('does not replace that of the first choice', () => {
    const { response } = chatOf([...refused, choicesOf(choice(0, { refusal: 'No.' }, 'stop'))]);
    expect(response.refusal).toBe('No.');
  });

  test('is in a complete response', () => {
    const messages = [{ content: 'Hi' }, { content: null, refusal: 'No.' }];
    const choices = messages.map((message, index) => ({ index, message, finish_reason: 'stop' }));
    expect(decode(choices)).toMatchObject({ text: 'Hi', refusal: 'No.' });
  });
});

test('text of another choice is in the partial response', () => {
  const events: StreamEvent[] = [];
  const decoder = new ChatStreamDecoder({ ...OPTIONS, emit: (event) => void events.push(event) });
  decoder.push({
    choices: [{ index: 1, delta: { content: 'Hi', reasoning: 'Hm', refusal: 'No.' } }],
  } as unknown as ChatCompletionChunk);
  expect(decoder.partial()).toMatchObject({ text: 'Hi', reasoning: 'Hm', refusal: 'No.' });
  expect(events.map(({ type }) => type)).toEqual(['start']);
});

describe('a complete response', () => {
  test.each([
    ['an index', [0, 1, 2]],
    ['no index', [undefined, undefined, undefined]],
    ['the same index', [0, 0, 0]],
  ])('is merged from choices with %s (GitHub Copilot: HKUDS/nanobot pull request 1555)', (_, indexes) => {
    const messages = [
      { content: 'Hi', tool_calls: null },
      { content: null, tool_calls: [CALL] },
      { content: null, tool_calls: [{ ...CALL, id: 'b' }] },
    ];
    const choices = messages.map((message, at) => ({ index: indexes[at], message, finish_reason: 'tool_calls' }));
    const [name, args] = [CALL.function.name, CALL.function.arguments];
    const calls: Call[] = [
      [name, args, 'a'],
      [name, args, 'b'],
    ];
    expect(partsOf(decode(choices))).toEqual(expectedParts({ text: 'Hi', calls, reason: 'tool_calls' }));
  });

  test('is merged from choices without an index in place of a stream too', () => {
    const choices = [
      { message: { content: 'Hi' }, finish_reason: 'stop' },
      { message: { content: null, tool_calls: [CALL] }, finish_reason: 'tool_calls' },
    ];
    const { response } = chatOf([{ id: 'x', choices }]);
    expect(partsOf(response)).toEqual(
      expectedParts({ text: 'Hi', calls: [['f', '{"x":1}', 'a']], reason: 'tool_calls' }),
    );
  });

  test('keeps its calls in order, also those without a name', () => {
    const unnamed = { id: 'u', type: 'function', function: { name: '', arguments: '{}' } };
    const { toolCalls } = decode([{ message: { tool_calls: [unnamed, CALL] } }]);
    expect(toolCalls.map(({ id }) => id)).toEqual(['u', 'a']);
  });

  test('keeps its calls apart, also those without a name or an id', () => {
    const unnamed = { type: 'function', function: { name: null, arguments: '{"y":2}' } };
    const empty = { type: 'function', function: { name: '', arguments: '' } };
    const same = { ...CALL, id: undefined };
    const { toolCalls } = decode([{ message: { tool_calls: [same, same, unnamed, empty, { ...empty, id: 'e' }] } }]);
    expect(toolCalls).toMatchObject([
      { name: 'f', input: { x: 1 } },
      { name: 'f', input: { x: 1 } },
      { name: '', arguments: '{"y":2}', input: undefined, parseError: expect.stringMatching(/no name/) },
      { name: '', id: 'e', input: undefined, parseError: expect.stringMatching(/no name/) },
    ]);
  });
});

test('the text of a later choice is not collected in the partial response either, with one warning', async () => {
  const chunks = [choicesOf(choice(0, { reasoning: 'Hm' })), choicesOf(choice(1, { content: 'Hi' })), { error: 'no' }];
  const { client } = await openClient(unframedResponse(sseOf(chunks, '')));
  const stream = client.chatStream({ model: 'm', messages: [{ role: 'user', content: 'Hi' }] }, { collect: false });
  const { partial } = await rejectionOf<StreamError>(stream.response());
  expect(partial).toMatchObject({ text: '', warnings: [{ code: 'text_not_collected' }] });
  expect(Object.keys(partial)).not.toContain('reasoning');
});
