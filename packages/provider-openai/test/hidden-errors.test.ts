import { OpenAIApi } from '@lmux/provider-openai';
import { closeAfterTest, drain, sseOf, unframedResponse } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { HI } from './hi-chunks.js';
import { openClient } from './open.js';

const REQUEST = { model: 'm', messages: [{ role: 'user', content: 'Hi' }] } as const;

/** Errors with status 200. The other forms are in `packages/core/src/errors/hidden-errors.test.ts`. */
const ROWS: readonly (readonly [form: string, body: object, message: string, expected: object])[] = [
  [
    'MiniMax, next to null choices',
    { id: 'x', choices: null, created: 1, base_resp: { status_code: 1004, status_msg: 'login fail' } },
    'login fail',
    { code: 'authentication', serverCode: '1004' },
  ],
  [
    'a flat code without choices',
    { code: 429, message: 'slow down', choices: [] },
    'slow down',
    { code: 'rate_limited', serverCode: '429' },
  ],
  [
    'Cloudflare',
    { result: null, success: false, errors: [{ code: 7009, message: 'Upstream service unavailable' }] },
    'Upstream service unavailable',
    { code: 'overloaded', serverCode: '7009' },
  ],
  ['FastChat', { text: 'too long', error_code: 40303 }, 'too long', { code: 'context_overflow', serverCode: '40303' }],
  [
    'Bedrock behind a gateway (Portkey-AI/gateway issue 1142)',
    { message: 'The model returned the following errors: too long' },
    'too long',
    { code: 'server_error' },
  ],
  ['FastAPI', { detail: 'Invalid API key' }, 'Invalid API key', { code: 'authentication' }],
];

const EMBED = { model: 'm', input: 'x' };
const COMPLETE = { model: 'm', prompt: 'x' };

test.each(ROWS)(
  'finds the same error in a completion, in a stream, in embeddings and in a list of models: %s',
  async (_, body, message, expected) => {
    const { client, server } = await openClient(unframedResponse(JSON.stringify(body), 'application/json'));
    const api = closeAfterTest(new OpenAIApi({ baseUrl: server.url, retry: false }));
    const failure = { name: 'ApiError', status: 200, ...expected, message: expect.stringContaining(message) };
    await expect(client.complete(COMPLETE)).rejects.toMatchObject(failure);
    await expect(client.completeStream(COMPLETE).response()).rejects.toMatchObject(failure);
    await expect(api.chatCompletions({ model: 'm', messages: [] })).rejects.toMatchObject(failure);
    await expect(client.chat(REQUEST)).rejects.toMatchObject(failure);
    await expect(client.embed(EMBED)).rejects.toMatchObject(failure);
    await expect(client.models.list()).rejects.toMatchObject(failure);
  },
);

test.each(ROWS)('finds an error in an event of a stream, after text: %s', async (_, body, message, expected) => {
  const { client } = await openClient(unframedResponse(sseOf([...HI, body])));
  const failure = {
    name: 'ApiError',
    status: 200,
    ...expected,
    message: expect.stringContaining(message),
    partial: { text: 'Hi' },
  };
  await expect(client.chatStream(REQUEST).response()).rejects.toMatchObject(failure);
});

describe('a successful response without a choice', () => {
  test.each<[string, unknown, shown: string]>([
    ['null choices', { id: 'x', choices: null, usage: {} }, '{ id: string, choices: null, usage: object }'],
    ['no choices', { choices: [] }, '{ choices: [] }'],
    ['null as a choice', { choices: [null] }, 'null'],
    [
      'a choice without content',
      { choices: [{ index: 0, finish_reason: 'stop' }] },
      '{ index: number, finish_reason: string }',
    ],
  ])('is rejected with its keys: %s', async (_, body, shown) => {
    const { client, server } = await openClient(unframedResponse(JSON.stringify(body), 'application/json'));
    const api = closeAfterTest(new OpenAIApi({ baseUrl: server.url, retry: false }));
    const failure = { code: 'unexpected_response', message: expect.stringContaining(shown) };
    await expect(client.chat(REQUEST)).rejects.toMatchObject(failure);
    await expect(client.complete(COMPLETE)).rejects.toMatchObject(failure);
    await expect(client.chatStream(REQUEST).response()).rejects.toMatchObject(failure);
    await expect(api.chatCompletions({ model: 'm', messages: [] })).rejects.toMatchObject(failure);
    await expect(api.textCompletions(COMPLETE)).rejects.toMatchObject(failure);
    expect((await drain(api.textCompletionsStream(COMPLETE))).error).toMatchObject(failure);
  });

  test.each<[string, string, shown: string]>([
    ['only [DONE]', sseOf([]), '0 events'],
    ['only usage', sseOf([{ id: 'x', choices: [], usage: {} }]), '1 event, the last of them { id: string, choices: []'],
    ['only filter results', sseOf([{ choices: [{ index: 0, content_filter_results: {} }] }]), '{ choices: array }'],
  ])('is rejected as a stream with %s', async (_, body, shown) => {
    const { client, server } = await openClient(unframedResponse(body));
    const api = closeAfterTest(new OpenAIApi({ baseUrl: server.url, retry: false }));
    const failure = { code: 'unexpected_response', message: expect.stringContaining(shown) };
    await expect(client.chatStream(REQUEST).response()).rejects.toMatchObject(failure);
    await expect(client.completeStream(COMPLETE).response()).rejects.toMatchObject(failure);
    expect((await drain(api.chatCompletionsStream({ model: 'm', messages: [] }))).error).toMatchObject(failure);
    expect((await drain(api.textCompletionsStream(COMPLETE))).error).toMatchObject(failure);
  });
});
