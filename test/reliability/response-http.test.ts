import { inspect } from 'node:util';
import { createClient, type ChatResponse, type ClientConfig, type ProviderPlugin } from '@lmux/core';
import { fakeProvider } from '@lmux/core/testing';
import { toResponse } from '@lmux/core/web';
import { startEmulator } from '@lmux/emulator';
import { llamacpp } from '@lmux/provider-llamacpp';
import { lmstudio } from '@lmux/provider-lmstudio';
import { ollama } from '@lmux/provider-ollama';
import { openai } from '@lmux/provider-openai';
import { HttpServer, type HttpHandler } from '@lmux/test-support';
import { describe, expect, onTestFinished, test } from 'vitest';

const API_TOKEN = 'sk-secret-4711-abcdef';
const HEADERS = {
  'x-request-id': 'req_42',
  'set-cookie': 'session=c00kie',
  'x-session-token': 'another-secret',
  'x-echo': `key ${API_TOKEN}`,
  'x-ratelimit-limit-tokens': '1000',
  'x-ratelimit-remaining-tokens': '990',
  'x-ratelimit-reset-tokens': '1m0.36s',
};

const CHOICE = { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Hi' }, text: 'Hi' };
const CHUNK = { choices: [{ index: 0, finish_reason: 'stop', delta: { content: 'Hi' }, text: 'Hi' }] };

/** Responds to each route of OpenAI's API. */
const respond: HttpHandler = (response, { path, body }) => {
  const { stream, input = [] } = JSON.parse(body) as { stream?: boolean; input?: string[] };
  const data = input.map((_, index) => ({ index, embedding: [1, 2] }));
  const headers = { ...HEADERS, 'x-number': input.at(-1) ?? path };
  response.writeHead(200, { ...headers, 'content-type': stream ? 'text/event-stream' : 'application/json' });
  if (stream) response.end(`data: ${JSON.stringify(CHUNK)}\n\ndata: [DONE]\n\n`);
  else response.end(JSON.stringify(path.endsWith('embeddings') ? { data } : { choices: [CHOICE] }));
};

async function open(more: Partial<ClientConfig> = {}, handler: HttpHandler = respond) {
  const server = await HttpServer.listen(handler);
  onTestFinished(() => server[Symbol.asyncDispose]());
  const config = { provider: 'openai', baseUrl: server.url, model: 'm', apiToken: API_TOKEN, ...more } as const;
  const client = createClient({ plugins: [openai], config });
  onTestFinished(() => client.close());
  return { client, server };
}

type Client = Awaited<ReturnType<typeof open>>['client'];

const MESSAGES = [{ role: 'user', content: 'Hi' }] as const;

describe('response.http', () => {
  test.each<[string, (client: Client) => Promise<Pick<ChatResponse, 'http'>>]>([
    ['chat', (client) => client.chat({ messages: MESSAGES })],
    ['chatStream', (client) => client.chatStream({ messages: MESSAGES }).response()],
    ['complete', (client) => client.complete({ prompt: 'Hi' })],
    ['completeStream', (client) => client.completeStream({ prompt: 'Hi' }).response()],
    ['embed', (client) => client.embed({ input: ['a'] })],
  ])('of %s has the status, headers, request id and rate limits', async (_, call) => {
    const { client } = await open();
    const { http } = await call(client);
    expect(http).toMatchObject({
      status: 200,
      requestId: 'req_42',
      rateLimits: { tokens: { limit: 1000, remaining: 990, resetMs: 60_360 } },
      headers: { 'x-request-id': 'req_42', 'x-ratelimit-limit-tokens': '1000' },
    });
  });

  test('has no header that may be a credential, and hides secrets of the request', async () => {
    const { client } = await open();
    const { http } = await client.chat({ messages: MESSAGES });
    expect(http?.headers['set-cookie']).toBeUndefined();
    expect(http?.headers['x-session-token']).toBeUndefined();
    expect(http?.headers['x-echo']).toBe('key ***');
    expect(JSON.stringify(http)).not.toMatch(/secret|c00kie/);
  });

  test('keeps an id of the application and limits named after tokens, and masks keys', async () => {
    const headers = {
      'x-request-id': 'my-own-request-id-1',
      'x-tokenlimit-limit': '500',
      'x-tokenlimit-remaining': '400',
      'x-note': 'key sk-abcdefghijklmnopqrstuvwxyz123456',
      'content-type': 'application/json',
    };
    const { client } = await open({ headers: { 'x-request-id': 'my-own-request-id-1' } }, (response) => {
      response.writeHead(200, headers);
      response.end(JSON.stringify({ choices: [CHOICE] }));
    });
    const { http } = await client.chat({ messages: MESSAGES });
    expect(http?.requestId).toBe('my-own-request-id-1');
    expect(http?.headers).toMatchObject({ 'x-tokenlimit-limit': '500', 'x-tokenlimit-remaining': '400' });
    expect(http?.headers['x-note']).not.toContain('abcdefghijklmnop');
  });

  test('is a plain object that can be printed, spread and cloned', async () => {
    const { client } = await open();
    const { http } = await client.chat({ messages: MESSAGES });
    expect(inspect(http)).toContain("requestId: 'req_42'");
    expect({ ...http }).toEqual(structuredClone(http));
    expect(Object.keys(http ?? {})).toEqual(['status', 'headers', 'requestId', 'rateLimits']);
  });

  test('does not reach a log or a copy together with the response', async () => {
    const { client } = await open();
    const response = await client.chat({ messages: MESSAGES });
    for (const text of [inspect(response, { showHidden: true }), JSON.stringify(structuredClone(response))]) {
      expect(text).not.toMatch(/req_42|secret/);
    }
    expect('http' in { ...response }).toBe(false);
    expect(response.http?.requestId).toBe('req_42');
  });

  test('can be replaced', async () => {
    const { client } = await open();
    const response: { -readonly [Key in keyof ChatResponse]: ChatResponse[Key] } = await client.chat({
      messages: MESSAGES,
    });
    response.http = undefined;
    expect(response.http).toBeUndefined();
  });

  test('is shown with all its fields as JSON', async () => {
    const { client } = await open();
    const { http } = await client.chat({ messages: MESSAGES });
    expect(JSON.parse(JSON.stringify(http))).toEqual({
      status: http?.status,
      headers: http?.headers,
      requestId: http?.requestId,
      rateLimits: http?.rateLimits,
    });
  });

  test('is in the finish event, but not in JSON and not in the response of a server', async () => {
    const { client } = await open();
    const events = [];
    for await (const event of client.chatStream({ messages: MESSAGES })) events.push(event);
    const last = events.at(-1);
    expect(last?.type === 'finish' && last.response.http?.status).toBe(200);
    expect(JSON.stringify(events)).not.toContain('req_42');
    const sent = toResponse(client.chatStream({ messages: MESSAGES }));
    expect(await (await sent).text()).not.toContain('req_42');
  });

  test('of an embedding in parts is that of the last request', async () => {
    const { client } = await open({ limits: { embedInputs: 1, embedConcurrency: 1 } });
    const { http, embeddings } = await client.embed({ input: ['a', 'b', 'c'] });
    expect(embeddings).toHaveLength(3);
    expect(http?.headers['x-number']).toBe('c');
  });

  test('is that of the attempt that succeeded', async () => {
    const { client } = await open({ retry: { baseDelayMs: 0 } }, (response, request, number) => {
      if (number > 1) return respond(response, request, number);
      response.writeHead(503, { 'x-request-id': 'req_1' });
      return response.end();
    });
    const { http } = await client.chat({ messages: MESSAGES });
    expect(http).toMatchObject({ status: 200, requestId: 'req_42' });
  });

  test('has no request id and no rate limits if the server sends none', async () => {
    const { client } = await open({}, (response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ choices: [CHOICE] }));
    });
    const { http } = await client.chat({ messages: MESSAGES });
    expect(http).toMatchObject({ status: 200, rateLimits: {}, headers: { 'content-type': 'application/json' } });
    expect(http?.requestId).toBeUndefined();
  });
});

test('fakeProvider() responds with the http of a reply', async () => {
  const http = { status: 200, headers: {}, rateLimits: { tokens: { remaining: 0 } } };
  const fake = fakeProvider({ replies: [{ text: 'Hi', http }, { text: 'Hi', http }, 'Hi'] });
  await using client = createClient({ plugins: [fake], config: { provider: 'fake', model: 'm' } });
  expect((await client.chat('Hi')).http).toEqual(http);
  expect((await client.chatStream('Hi').response()).http).toEqual(http);
  expect((await client.chat('Hi')).http).toBeUndefined();
});

describe.each([
  ['lmstudio', lmstudio, ['native', 'openai']],
  ['llamacpp', llamacpp, ['openai']],
  ['ollama', ollama, ['native', 'openai']],
] as const)('response.http of %s', (provider, plugin, routes) => {
  test('has the status and headers on every route', async () => {
    await using emulator = await startEmulator({ as: provider, models: [{ id: 'm', loaded: true }] });
    const config = { provider, baseUrl: emulator.url, model: 'm' } as ClientConfig;
    await using client = createClient({ plugins: [plugin as ProviderPlugin], config });
    expect(Object.keys(client.capabilities.routes)).toEqual(routes);
    for (const route of routes) {
      const whole = await client.chat({ messages: MESSAGES }, { route });
      const streamed = await client.chatStream({ messages: MESSAGES }, { route }).response();
      for (const { http } of [whole, streamed]) {
        expect(http).toMatchObject({ status: 200, headers: { 'content-type': expect.any(String) } });
      }
    }
  });
});
