import { drain, type ScriptedResponse } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { clientOf } from './support/clients.js';
import { installed, running, server, shown } from './support/installed-models.js';
import { lastPiece, ndjson, piece } from './support/script-server.js';

const HI = [{ role: 'user', content: 'Hi' }] as const;

const CHUNK = { id: 'c', object: 'chat.completion.chunk', model: 'm' };

/** The responses of all routes. */
const RESPONSES: Readonly<Record<string, ScriptedResponse>> = {
  'POST /api/show': shown(['completion']),
  'POST /api/generate': { body: { model: 'm', response: 'Hi', done: true, done_reason: 'stop' } },
  'POST /api/chat': { body: lastPiece('Hi') },
  'POST /api/embed': { body: { model: 'm', embeddings: [[1]] } },
  'POST /v1/chat/completions': {
    body: { choices: [{ index: 0, message: { content: 'Hi' }, finish_reason: 'stop' }] },
  },
  'POST /v1/embeddings': { body: { data: [{ index: 0, embedding: [1] }] } },
};

async function setUp(responses = RESPONSES) {
  const state = { running: [running('m:latest', { context_length: 1024 })], installed: [installed('m:latest')] };
  const { url, requests } = await server(state, responses);
  /** Returns the `options` of the last request to a route. */
  const sent = (route: string): unknown =>
    (requests.findLast((request) => request.route === route)?.body as { options?: unknown } | undefined)?.options;
  return { state, url, requests, sent, client: clientOf(url) };
}

const LOADED = { num_ctx: 1024, num_batch: 64, num_thread: 1 };
const LOAD = { contextLength: 1024, evalBatchSize: 64, extra: { options: { num_thread: 1, temperature: 0 } } };

describe('the requests to a model that the client has loaded', () => {
  test('repeat the options that would reload it', async () => {
    const { client, sent } = await setUp();
    await client.models.load({ ...LOAD, model: 'M:latest' });
    await client.chat('Hi');
    expect(sent('POST /api/chat')).toEqual(LOADED);
    await client.complete({ prompt: 'Hi', maxOutputTokens: 3 });
    expect(sent('POST /api/generate')).toEqual({ ...LOADED, num_predict: 3 });
    await client.embed({ input: 'Hi' });
    expect(sent('POST /api/embed')).toEqual(LOADED);
    await client.chat({ model: 'other', messages: HI });
    expect(sent('POST /api/chat')).toBeUndefined();
  });

  test('repeat them in streams', async () => {
    const { client, sent } = await setUp({
      ...RESPONSES,
      'POST /api/chat': ndjson(piece('Hi'), lastPiece()),
    });
    await client.models.load(LOAD);
    await drain(client.chatStream('Hi'));
    expect(sent('POST /api/chat')).toEqual(LOADED);
    await drain(client.completeStream({ prompt: 'Hi', maxOutputTokens: 3 }));
    expect(sent('POST /api/generate')).toEqual({ ...LOADED, num_predict: 3 });
  });

  test('need no other request to find a truncated prompt', async () => {
    const { client, requests } = await setUp({
      ...RESPONSES,
      'POST /api/chat': { body: lastPiece('Hi', { prompt_eval_count: 1024 }) },
    });
    await client.models.load(LOAD);
    const before = requests.length;
    const { warnings } = await client.chat('word '.repeat(1024));
    expect(warnings).toMatchObject([{ code: 'prompt_truncated', message: expect.stringContaining('1024') }]);
    expect(requests.slice(before).map(({ route }) => route)).toEqual(['POST /api/chat']);
  });

  test('have their own settings instead', async () => {
    const { client, sent } = await setUp();
    await client.models.load(LOAD);
    await client.chat({ messages: HI, contextLength: 4096 });
    expect(sent('POST /api/chat')).toEqual({ ...LOADED, num_ctx: 4096 });
    await client.chat({ messages: HI, extra: { options: { num_ctx: 512, num_thread: undefined } } });
    expect(sent('POST /api/chat')).toEqual({ num_ctx: 512, num_batch: 64 });
    await client.embed({ input: 'Hi', extra: { options: { num_ctx: 256 }, truncate: false } });
    expect(sent('POST /api/embed')).toEqual({ ...LOADED, num_ctx: 256 });
  });

  test('no longer repeat them after an unload', async () => {
    const { client, state, sent } = await setUp();
    await client.models.load(LOAD);
    state.running = [];
    await client.models.unload('m:latest');
    await client.chat('Hi');
    expect(sent('POST /api/chat')).toBeUndefined();
  });

  test('still repeat them after an unload that failed', async () => {
    const { client, sent } = await setUp({ ...RESPONSES, 'POST /api/generate': { status: 400, body: { error: 'x' } } });
    await client.models.ensureLoaded({ contextLength: 1024 });
    await expect(client.models.unload('m:latest')).rejects.toMatchObject({ status: 400 });
    await client.chat('Hi');
    expect(sent('POST /api/chat')).toEqual({ num_ctx: 1024 });
  });

  test('keep the context length of a running model that ensureLoaded returned', async () => {
    const { client, requests, sent } = await setUp();
    await client.models.ensureLoaded({ contextLength: 1024 });
    expect(requests.some(({ route }) => route === 'POST /api/generate')).toBe(false);
    await client.chat('Hi');
    expect(sent('POST /api/chat')).toEqual({ num_ctx: 1024 });
  });
});

describe('a call on the openai route, which cannot send the context length', () => {
  const OPENAI = { route: 'openai' } as const;
  const warned = [{ code: 'context_length_mismatch', message: expect.stringMatching(/1024.*2048.*"native"/) }];

  test('has a warning if it reloaded the model', async () => {
    const { client, state } = await setUp({
      ...RESPONSES,
      'POST /v1/completions': { body: { choices: [{ index: 0, text: 'Hi', finish_reason: 'stop' }] } },
    });
    await client.models.load(LOAD);
    state.running = [running('m:latest', { context_length: 2048 })];
    expect(await client.chat('Hi', OPENAI)).toMatchObject({ warnings: warned });
    expect(await client.complete({ prompt: 'Hi' }, OPENAI)).toMatchObject({ warnings: warned });
    expect(await client.embed({ input: 'Hi' }, OPENAI)).toMatchObject({ warnings: warned });
  });

  test('has the warning in a stream, before its finish event', async () => {
    const choice = { index: 0, delta: { content: 'Hi' }, finish_reason: 'stop' };
    const body = `data: ${JSON.stringify({ ...CHUNK, choices: [choice] })}\n\ndata: [DONE]\n\n`;
    const streamed = { 'POST /v1/chat/completions': { body, contentType: 'text/event-stream' } };
    const { client, state } = await setUp({ ...RESPONSES, ...streamed });
    await client.models.load(LOAD);
    state.running = [running('m:latest', { context_length: 2048 })];
    const { values } = await drain(client.chatStream('Hi', OPENAI));
    expect(values.slice(-2)).toMatchObject([
      { type: 'warning', warning: warned[0] },
      { type: 'finish', response: { warnings: warned } },
    ]);
  });

  test('has no warning if the model still has the context length, or its list cannot be requested', async () => {
    const { client, state, requests } = await setUp();
    await client.models.load(LOAD);
    const before = requests.length;
    expect((await client.chat('Hi', OPENAI)).warnings).toEqual([]);
    expect(requests.slice(before).map(({ route }) => route)).toEqual(['POST /v1/chat/completions', 'GET /api/ps']);
    state.running = [{}];
    expect((await client.chat('Hi', OPENAI)).warnings).toEqual([]);
  });

  test('sends no other request if the client has not loaded the model with a context length', async () => {
    const { client, requests } = await setUp();
    await client.models.load({ evalBatchSize: 64 });
    const before = requests.length;
    await client.chat('Hi', OPENAI);
    expect(requests.slice(before)).toHaveLength(1);
  });
});
