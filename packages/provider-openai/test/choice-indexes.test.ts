import { describe, expect, test } from 'vitest';
import { rawResponse, rejectionOf, sseOf, unframedResponse } from '@lmux/test-support';
import { chunk, stop } from './chunks.js';
import { chatOf, completionOf } from './decode-stream.js';
import { openApi, openClient } from './open.js';
import { head, piece } from './tool-call-rows.js';

/** Values that are no index: nobody knows which choice they mean. */
const INVALID = [
  -1,
  0.5,
  1_000_000,
  1e9,
  1e308,
  '__proto__',
  'constructor',
  'length',
  '',
  ' 0',
  '00',
  '-1',
  '1e3',
  '9999999',
  true,
  {},
  [],
  [0],
];
/** Values of the first choice. Servers send none, `null` (songquanpeng/one-api issue 1037) or a string. */
const FIRST = [undefined, null, 0, -0, '0'];

const MESSAGES = [{ role: 'user' as const, content: 'Hi' }];
const SKIPPED = { code: 'data_skipped', message: expect.stringContaining('index must be an integer') as string };

const said = (index: unknown, content: string): object => chunk({ content }, { index });
const written = (index: unknown, text: string, reason: string | null = null): object => ({
  id: 'x',
  choices: [{ index, text, finish_reason: reason }],
});

describe.each(INVALID)('a choice with the index %j', (index) => {
  test('is not part of a chat, with one warning', () => {
    const tokens = { content: [{ token: 'no', logprob: -1 }] };
    const call = { tool_calls: [head(0, 'a', 'f', '{}')] };
    const { events, response } = chatOf([
      said(index, 'no'),
      said(0, 'H'),
      said(index, 'no'),
      said(index, 'no'),
      chunk({ ...call, reasoning: 'no', refusal: 'no' }, { index, logprobs: tokens, finish_reason: 'length' }),
      said(0, 'i'),
      stop(),
    ]);
    expect(response).toMatchObject({
      text: 'Hi',
      toolCalls: [],
      finishReason: { unified: 'stop' },
      warnings: [SKIPPED],
    });
    expect(response).not.toHaveProperty('reasoning');
    expect(response).not.toHaveProperty('logprobs');
    const deltas = events.flatMap((event) => (event.type === 'text-delta' ? [event.text] : []));
    expect(deltas).toEqual(['H', 'i']);
    expect(events.filter(({ type }) => type === 'warning')).toHaveLength(1);
  });

  test('says nothing about the end of a chat', () => {
    expect(chatOf([said(index, 'no'), said(0, 'Hi'), stop()], '').response.text).toBe('Hi');
    const ended = chunk({}, { index, finish_reason: 'stop' });
    expect(() => chatOf([said(0, 'Hi'), ended], '')).toThrow(expect.objectContaining({ code: 'stream_truncated' }));
  });

  test('is not part of a text completion, with one warning', () => {
    const values = [written(index, 'no', 'length'), written(0, 'H'), written(index, 'no'), written(0, 'i', 'stop')];
    const response = completionOf(values);
    expect(response).toMatchObject({ text: 'Hi', finishReason: { unified: 'stop' }, warnings: [SKIPPED] });
  });

  test('is not a response if there is no other', () => {
    const failure = expect.objectContaining({ code: 'unexpected_response' }) as Error;
    expect(() => chatOf([said(index, 'no'), chunk({}, { index, finish_reason: 'stop' })])).toThrow(failure);
    expect(() => completionOf([written(index, 'no', 'stop')])).toThrow(failure);
  });
});

describe.each(FIRST)('a choice with the index %j', (index) => {
  test('is the first choice of a chat and of a text completion', () => {
    const { response } = chatOf(
      [said(index, 'H'), said(index, 'e'), said(index, 'y'), chunk({}, { index, finish_reason: 'stop' })],
      '',
    );
    expect(response).toMatchObject({ text: 'Hey', finishReason: { raw: 'stop' }, warnings: [] });
    const completion = completionOf([written(index, 'H'), written(index, 'i', 'stop')]);
    expect(completion).toMatchObject({ text: 'Hi', finishReason: { raw: 'stop' }, warnings: [] });
  });
});

test('the index "1" is that of the second choice', () => {
  const { response } = chatOf(
    [said('1', 'no'), said(0, 'Hi'), chunk({}, { index: 1, finish_reason: 'stop' }), stop()],
    '',
  );
  expect(response).toMatchObject({ text: 'Hi', warnings: [] });
});

test('the index of a call, even if it looks like that of another choice, belongs to its own choice', () => {
  const values = [
    chunk({ tool_calls: [head('1/0', 'a', 'f', '{"x"')] }),
    chunk({ tool_calls: [head(0, 'b', 'g', '{"y"')] }, { index: 1 }),
    chunk({ tool_calls: [piece('1/0', ':1}')] }),
    chunk({ tool_calls: [piece(0, ':2}')] }, { index: 1, finish_reason: 'stop' }),
    stop(),
  ];
  expect(chatOf(values).response.toolCalls).toMatchObject([
    { id: 'a', input: { x: 1 } },
    { id: 'b', input: { y: 2 } },
  ]);
});

describe('a complete response over HTTP', () => {
  const message = (content: string): object => ({ role: 'assistant', content });
  const body = (...choices: object[]): string => rawResponse(JSON.stringify({ id: 'x', model: 'm', choices }));

  test('lacks the choice whose index is not valid, with a warning', async () => {
    const chats = body(
      { index: '__proto__', message: message('no'), finish_reason: 'stop' },
      { index: 0, message: message('Hi') },
    );
    const chat = await openClient(chats);
    expect(await chat.client.chat({ model: 'm', messages: MESSAGES })).toMatchObject({
      text: 'Hi',
      warnings: [SKIPPED],
    });
    const texts = body({ index: -1, text: 'no' }, { index: 0, text: 'Hi', finish_reason: 'stop' });
    const { client } = await openClient(texts);
    expect(await client.complete({ model: 'm', prompt: 'x' })).toMatchObject({ text: 'Hi', warnings: [SKIPPED] });
  });

  test('fails if it has no other choice', async () => {
    const { client } = await openClient(body({ index: -1, message: message('no'), finish_reason: 'stop' }));
    const error = await rejectionOf<Error>(client.chat({ model: 'm', messages: MESSAGES }));
    expect(error).toMatchObject({ code: 'unexpected_response', message: expect.stringContaining('no valid index') });
  });
});

test('the wire client gets choices with any index, but no chunk that is not an object', async () => {
  const chunks = [said('__proto__', 'a'), said(0, 'b'), stop()];
  const { api } = await openApi(unframedResponse(sseOf(['null', chunks[0], '42', ...chunks.slice(1)])));
  const received: unknown[] = [];
  for await (const value of api.chatCompletionsStream({ model: 'm', messages: MESSAGES })) received.push(value);
  expect(received).toEqual(chunks);
});
