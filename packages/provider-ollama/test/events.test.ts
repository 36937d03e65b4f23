import type { CompletionStreamEvent, StreamEvent } from '@lmux/core';
import { FakeClock } from '@lmux/core/testing';
import { chatRequest, drain, rejectionOf } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { apiOf, clientOf } from './support/clients.js';
import { lastPiece, ndjson, piece, scriptServer } from './support/script-server.js';

const CALL = { function: { name: 'f', arguments: { a: 'ü' } } };

test('streams reasoning, text, tool calls and statistics', async () => {
  const { url, requests } = await scriptServer({
    'POST /api/chat': ndjson(
      piece('', { thinking: 'hm' }),
      piece('', { thinking: '…' }),
      piece('Hel'),
      piece('lo'),
      piece('', { tool_calls: [CALL, { id: 'call_7', ...CALL }] }),
      lastPiece('', {}),
    ),
  });
  const { values } = await drain(clientOf(url).chatStream({ ...chatRequest(), reasoning: 'on' }));
  expect(values.map(({ type }) => type)).toEqual([
    'start',
    'reasoning-start',
    'reasoning-delta',
    'reasoning-delta',
    'reasoning-end',
    'text-start',
    'text-delta',
    'text-delta',
    'text-end',
    'tool-call-start',
    'tool-call-delta',
    'tool-call-start',
    'tool-call-delta',
    'tool-call-end',
    'tool-call-end',
    'finish',
  ]);
  const last = values.at(-1);
  expect(last?.type === 'finish' && last.response).toMatchObject({
    route: 'native',
    text: 'Hello',
    reasoning: 'hm…',
    toolCalls: [
      { id: expect.stringMatching(/./), name: 'f', arguments: '{"a":"ü"}', input: { a: 'ü' } },
      { id: 'call_7', name: 'f', input: { a: 'ü' } },
    ],
    finishReason: { unified: 'tool-calls', raw: 'stop' },
    usage: { inputTokens: 12, outputTokens: 7 },
    timing: { modelLoadSeconds: 0.5, tokensPerSecond: 7 },
    raw: { done: true, total_duration: 3e9 },
  });
  expect(requests.at(-1)?.body).toEqual({
    model: 'm',
    messages: [{ role: 'user', content: 'Hello' }],
    think: true,
    stream: true,
  });
});

test('requests and decodes log probabilities', async () => {
  const logprobs = [{ token: 'Hi', logprob: -1, top_logprobs: [{ token: 'Ho', logprob: -2 }] }];
  const { url, requests } = await scriptServer({ 'POST /api/chat': { body: lastPiece('Hi', { logprobs }) } });
  const { logprobs: decoded } = await clientOf(url).chat({ ...chatRequest(), logprobs: 1 });
  expect(decoded).toEqual([{ token: 'Hi', logprob: -1, topLogprobs: [{ token: 'Ho', logprob: -2 }] }]);
  expect(requests[0]?.body).toMatchObject({ logprobs: true, top_logprobs: 1, stream: false });
});

test('decodes a tool call without arguments', async () => {
  const { url } = await scriptServer({ 'POST /api/chat': { body: lastPiece('', {}) } });
  expect((await clientOf(url).chat(chatRequest())).toolCalls).toEqual([]);
  const other = await scriptServer({
    'POST /api/chat': { body: { ...lastPiece(), message: { content: '', tool_calls: [{ function: { name: 'f' } }] } } },
  });
  expect((await clientOf(other.url).chat(chatRequest())).toolCalls).toMatchObject([
    { name: 'f', arguments: '{}', input: {} },
  ]);
});

test('reports tool calls that cannot be run, and ignores those that are empty', async () => {
  const calls = [
    {},
    { function: { name: '', arguments: {} } },
    { id: 'a', function: { name: '', arguments: {} } },
    { function: { name: ' ', arguments: { x: 1 } } },
    { id: 'b', function: { name: 'f', arguments: [1] } },
    { id: 'c', function: { name: 'f', arguments: '{"x":1}' } },
    { id: 'd', function: { name: 'f', arguments: null } },
  ];
  const whole = { ...lastPiece(), message: { content: '', tool_calls: calls } };
  const expected = [
    { id: 'a', name: '', input: undefined, parseError: expect.stringMatching(/no name/) },
    { name: ' ', arguments: '{"x":1}', input: undefined, parseError: expect.stringMatching(/no name/) },
    { id: 'b', name: 'f', arguments: '[1]', input: undefined, parseError: expect.stringMatching(/array/) },
    { id: 'c', name: 'f', arguments: '{"x":1}', input: { x: 1 } },
    { id: 'd', name: 'f', arguments: '{}', input: {} },
  ];
  const { url } = await scriptServer({ 'POST /api/chat': { body: whole } });
  expect((await clientOf(url).chat(chatRequest())).toolCalls).toMatchObject(expected);
  const other = await scriptServer({ 'POST /api/chat': ndjson(piece('', { tool_calls: calls }), lastPiece()) });
  expect((await clientOf(other.url).chatStream(chatRequest()).response()).toolCalls).toMatchObject(expected);
});

test('the wire client emits each line unchanged', async () => {
  const lines = [
    piece('a'),
    { ...piece('b'), created_at: '2026-11-22T13:17:28.5Z' },
    { ...piece('"c"'), created_at: '2026-11-22T13:17:29Z' },
    piece('', { thinking: 'x' }),
    piece('', { thinking: 'y' }),
    lastPiece(),
  ];
  const { url } = await scriptServer({
    'POST /api/chat': ndjson(...lines),
    'POST /api/generate': ndjson(
      { model: 'm', created_at: '1', response: 'a', done: false },
      { model: 'm', created_at: '2', response: 'b', done: false },
      { model: 'm', response: '', done: true },
    ),
  });
  expect((await drain(apiOf(url).chatStream({ model: 'm', messages: [] }))).values).toEqual(lines);
  expect((await drain(apiOf(url).generateStream({ model: 'm', prompt: 'a' }))).values).toEqual([
    { model: 'm', created_at: '1', response: 'a', done: false },
    { model: 'm', created_at: '2', response: 'b', done: false },
    { model: 'm', response: '', done: true },
  ]);
});

describe('a truncated prompt', () => {
  const long = { messages: [{ role: 'user', content: 'word '.repeat(300) }] } as const;
  const RUNNING = { body: { models: [{ name: 'm:latest', expires_at: '2326-01-01T00:00:00Z', context_length: 300 }] } };
  const warned = { warnings: [{ code: 'prompt_truncated', message: expect.stringContaining('300') }] };
  const truncated = lastPiece('Hi', { prompt_eval_count: 300 });
  const openaiTruncated = {
    choices: [{ index: 0, message: { content: 'Hi' }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 300, completion_tokens: 1 },
  };

  test('is reported after a request for the context length', async () => {
    const { url, requests } = await scriptServer({ 'POST /api/chat': { body: truncated }, 'GET /api/ps': RUNNING });
    expect(await clientOf(url).chat(long)).toMatchObject(warned);
    expect(requests).toHaveLength(2);
  });

  test('is reported in a stream before its finish event', async () => {
    const { url } = await scriptServer({
      'POST /api/chat': ndjson(piece('Hi'), { ...truncated, message: {} }),
      'POST /api/generate': ndjson({ ...truncated, response: 'Hi' }),
      'GET /api/ps': RUNNING,
    });
    const client = clientOf(url);
    for (const stream of [client.chatStream(long), client.completeStream({ prompt: 'word '.repeat(300) })]) {
      const { values } = await drain<StreamEvent | CompletionStreamEvent>(stream);
      expect(values.slice(-2)).toMatchObject([
        { type: 'warning', warning: warned.warnings[0] },
        { type: 'finish', response: warned },
      ]);
    }
  });

  test('is reported without another request if the request sets the context length', async () => {
    const { url, requests } = await scriptServer({ 'POST /api/chat': { body: truncated } });
    expect(await clientOf(url).chat({ ...long, contextLength: 300 })).toMatchObject(warned);
    expect((await clientOf(url).chat({ ...long, contextLength: 512 })).warnings).toEqual([]);
    expect(requests.map(({ route }) => route)).toEqual(['POST /api/chat', 'POST /api/chat']);
  });

  test('is reported on the openai route and for completions', async () => {
    const { url } = await scriptServer({
      'POST /v1/chat/completions': { body: openaiTruncated },
      'POST /api/generate': { body: { ...truncated, response: 'Hi' } },
      'GET /api/ps': RUNNING,
    });
    expect(await clientOf(url).chat(long, { route: 'openai' })).toMatchObject(warned);
    expect(await clientOf(url).complete({ prompt: 'word '.repeat(300) })).toMatchObject(warned);
  });

  test.each([
    ['the prompt fits', { body: { models: [{ name: 'm:latest', context_length: 4096 }] } }],
    ['the model is not listed', { body: { models: [] } }],
    ['the list of running models fails', { status: 500, body: { error: 'no' } }],
  ])('is not reported if %s', async (_name, ps) => {
    const { url } = await scriptServer({ 'POST /api/chat': { body: truncated }, 'GET /api/ps': ps });
    expect((await clientOf(url).chat(long)).warnings).toEqual([]);
  });

  test('is not looked for if the prompt is short', async () => {
    const { url, requests } = await scriptServer({ 'POST /api/chat': { body: lastPiece('Hi') } });
    await clientOf(url).chat(chatRequest());
    expect(requests).toHaveLength(1);
  });

  test('is looked for until the total timeout of the call', async () => {
    const clock = new FakeClock();
    const { url, requests } = await scriptServer({
      'POST /api/chat': () => {
        clock.advance(950);
        return { body: truncated };
      },
      'GET /api/ps': () => clock.advance(50),
    });
    const client = clientOf(url, { timeouts: { total: 1000 } }, { clock });
    expect((await client.chat(long)).warnings).toEqual([]);
    expect(requests).toHaveLength(2);
  });

  const failureOf = (code: string): unknown =>
    expect.objectContaining({ code, partial: expect.objectContaining({ text: 'Hi' }) });

  test.each([
    ['abort', failureOf('aborted')],
    ['stream.close', undefined],
    ['client.close', failureOf('closed')],
  ] as const)('is no longer looked for after %s', async (how, failure) => {
    let closed = false;
    const { url, requests } = await scriptServer({
      'POST /api/chat': ndjson(piece('Hi'), { ...truncated, message: {} }),
      'GET /api/ps': (response) => void response.on('close', () => (closed = true)),
    });
    // The timeout of the request does not end it, since the time does not pass.
    const client = clientOf(url, {}, { clock: new FakeClock() });
    const controller = new AbortController();
    const stream = client.chatStream(long, { signal: controller.signal });
    const reading = drain(stream);
    await expect.poll(() => requests.length, { interval: 1, timeout: 20_000 }).toBe(2);
    if (how === 'abort') controller.abort();
    else if (how === 'stream.close') await stream.close();
    else await client.close();
    await expect.poll(() => closed, { interval: 1, timeout: 20_000 }).toBe(true);
    const { values, error } = await reading;
    expect(values.some(({ type }) => type === 'finish')).toBe(false);
    expect(error).toEqual(failure);
  });
});

test('rejects a response without a vector for an empty text', async () => {
  const { url, requests } = await scriptServer({ 'POST /api/embed': { body: { model: 'm', embeddings: [] } } });
  expect(await rejectionOf(clientOf(url).embed({ input: ['a'], dimensions: 4, ttlSeconds: 9 }))).toMatchObject({
    code: 'unexpected_response',
  });
  expect(requests[0]?.body).toEqual({ model: 'm', input: ['a'], dimensions: 4, keep_alive: 9 });
  expect(await apiOf(url).embed({ model: 'm', input: '' })).toEqual({ model: 'm', embeddings: [] });
});
