import { createClient, type ClientConfig } from '@lmux/core';
import { OpenAIApi, openai, openaiCapabilities } from '@lmux/provider-openai';
import { closeAfterTest, type Exchange, sseOf, unframedResponse } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { openServer } from './open.js';

const CHAT = { model: 'm', messages: [{ role: 'user', content: 'Hi' }] } as const;
const RESPONSE = JSON.stringify({
  id: 'x',
  model: 'served-model',
  choices: [{ index: 0, message: { content: 'Hi' }, finish_reason: 'stop' }],
});
const VECTORS = JSON.stringify({
  model: 'served-model',
  data: [
    { index: 1, embedding: [3, 4] },
    { index: 0, embedding: [1, 2] },
  ],
  usage: { prompt_tokens: 0, total_tokens: 0 },
});

/** Creates a client whose server returns the same response to every request. */
async function open(body: string, config: Partial<ClientConfig> = {}, path = '') {
  const server = await openServer(unframedResponse(body, 'application/json'));
  const client = createClient({
    plugins: [openai],
    config: { provider: 'openai', retry: false, ...config, baseUrl: server.url + path },
  });
  return { client: closeAfterTest(client), seen: server.requests };
}

const first = (seen: Exchange[]): Exchange => {
  const [request] = seen;
  if (request === undefined) throw new Error('nothing was sent');
  return request;
};

describe('the provider', () => {
  test.each(['', 'chat/completions', 'embeddings'])('calls each endpoint below the base URL with %j', async (end) => {
    const { client, seen } = await open(RESPONSE, {}, `/proxy/v2/${end}`);
    await client.chat(CHAT);
    await client.complete({ model: 'm', prompt: 'x' });
    await client.embed({ model: 'm', input: 'x' }).catch(() => {});
    await client.models.list().catch(() => {});
    expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /proxy/v2/chat/completions',
      'POST /proxy/v2/completions',
      'POST /proxy/v2/embeddings',
      'GET /proxy/v2/models',
    ]);
  });

  test('adds no fields and no headers', async () => {
    const { client, seen } = await open(RESPONSE);
    await client.chat(CHAT);
    expect(JSON.parse(first(seen).body)).toEqual(CHAT);
    const transport = new Set([
      'host',
      'connection',
      'content-length',
      'transfer-encoding',
      'user-agent',
      'accept-encoding',
    ]);
    expect(
      Object.keys(first(seen).headers)
        .filter((name) => !transport.has(name))
        .toSorted(),
    ).toEqual(['accept', 'content-type']);
  });

  test.each<[string, Partial<ClientConfig>, string, Record<string, string>]>([
    ['an API key', { apiToken: 'k-123' }, '/v1/chat/completions', { authorization: 'Bearer k-123' }],
    [
      'an API key in another header',
      { apiToken: 'k-123', options: { apiTokenHeader: 'API-Key' } },
      '/v1/chat/completions',
      { 'api-key': 'k-123' },
    ],
    ['headers', { headers: { 'X-Title': 't' } }, '/v1/chat/completions', { 'x-title': 't' }],
    ['another API path', { options: { apiPath: '/api/v9' } }, '/api/v9/chat/completions', {}],
    ['an empty API path', { options: { apiPath: '' } }, '/chat/completions', {}],
  ])('supports %s', async (_, config, path, headers) => {
    const { client, seen } = await open(RESPONSE, config);
    await client.chat(CHAT);
    expect(first(seen)).toMatchObject({ path, headers });
  });

  test('keeps the query of the base URL (Azure)', async () => {
    const { client, seen } = await open(RESPONSE, { options: { apiPath: '' } }, '/openai/deployments/d?api-version=1');
    await client.chat(CHAT);
    expect(first(seen).path).toBe('/openai/deployments/d/chat/completions?api-version=1');
  });

  test.each<[string, Partial<ClientConfig>, object]>([
    ['max_tokens', {}, { max_tokens: 5 }],
    ['max_completion_tokens', { options: { maxTokensField: 'max_completion_tokens' } }, { max_completion_tokens: 5 }],
    ['max_completion_tokens for a model that requires it', { model: 'openai/o3' }, { max_completion_tokens: 5 }],
    ['the field of the option', { model: 'o3', options: { maxTokensField: 'max_tokens' } }, { max_tokens: 5 }],
  ])('limits tokens with %s', async (_, config, fields) => {
    const { client, seen } = await open(RESPONSE, config);
    const request = { ...CHAT, ...(config.model === undefined ? {} : { model: config.model }) };
    await client.chat({ ...request, maxOutputTokens: 5 });
    await client.complete({ model: request.model, prompt: 'x', maxOutputTokens: 5 });
    expect(JSON.parse(first(seen).body)).toEqual({ ...request, ...fields });
    expect(JSON.parse(seen[1]?.body ?? '')).toEqual({ model: request.model, prompt: 'x', max_tokens: 5 });
  });

  test.each([
    [{}, { content: null }],
    [{ toolCallContent: 'empty' }, { content: '' }],
    [{ toolCallContent: 'omit' }, {}],
  ])('sends a message with nothing but tool calls as the options %j say', async (options, content) => {
    const { client, seen } = await open(RESPONSE, { options });
    const toolCalls = [{ id: 'a', name: 'f', arguments: '{}' }];
    await client.chat({ ...CHAT, messages: [...CHAT.messages, { role: 'assistant', toolCalls }] });
    const call = { id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } };
    expect(JSON.parse(first(seen).body).messages[1]).toEqual({ role: 'assistant', ...content, tool_calls: [call] });
  });

  test('does not request the usage of streams if "includeUsage" is false', async () => {
    const { client, seen } = await open(sseOf([JSON.parse(RESPONSE)]), { options: { includeUsage: false } });
    await client.chatStream(CHAT).response();
    await client.completeStream({ model: 'm', prompt: 'x' }).response();
    expect(seen.map(({ body }) => 'stream_options' in JSON.parse(body))).toEqual([false, false]);
  });

  test('rejects invalid and unknown options', () => {
    const config = { provider: 'openai', options: { maxTokensField: 'x' } } as const;
    expect(() => createClient({ plugins: [openai], config })).toThrow(
      expect.objectContaining({ code: 'config_invalid' }),
    );
    const unknown = { provider: 'openai', options: { path: 'x' } } as const;
    expect(() => createClient({ plugins: [openai], config: unknown })).toThrow(/options\.path/);
  });

  test('returns vectors in the order of the texts and omits usage of zeros', async () => {
    const { client, seen } = await open(VECTORS);
    const response = await client.embed({ model: 'm', input: ['a', 'b'], dimensions: 2 });
    expect(response).toEqual({
      embeddings: [
        [1, 2],
        [3, 4],
      ],
      model: 'served-model',
      warnings: [],
      raw: JSON.parse(VECTORS),
    });
    expect(JSON.parse(first(seen).body)).toEqual({ model: 'm', input: ['a', 'b'], dimensions: 2 });
    await expect(client.embed({ model: 'm', input: 'a' })).rejects.toMatchObject({ code: 'unexpected_response' });
    await expect(client.embed({ model: 'm', input: ['a', 'b'], dimensions: 3 })).rejects.toThrow(/"dimensions" is 3/);
  });

  test('rejects unsupported features before sending anything', async () => {
    const { client, seen } = await open(RESPONSE);
    await expect(client.chat({ ...CHAT, contextLength: 5 })).rejects.toMatchObject({ code: 'capability_unsupported' });
    await expect(client.chat({ ...CHAT, ttlSeconds: 5 })).rejects.toMatchObject({ code: 'capability_unsupported' });
    expect(seen).toEqual([]);
    expect(client.capabilities).toBe(openaiCapabilities);
    expect(client.supports('models.load')).toBe(false);
  });

  test('sends the sampling settings of local servers', async () => {
    const { client, seen } = await open(RESPONSE);
    await client.chat({ ...CHAT, topK: 1, minP: 0.1, repeatPenalty: 1.1 });
    expect(JSON.parse(first(seen).body)).toEqual({ ...CHAT, top_k: 1, min_p: 0.1, repeat_penalty: 1.1 });
  });

  test('rejects the stream, not the call, for an invalid image', async () => {
    const { client, seen } = await open(RESPONSE);
    const image = { type: 'image', image: new Uint8Array([1, 2, 3]) } as const;
    const stream = client.chatStream({ model: 'm', messages: [{ role: 'user', content: [image] }] });
    await expect(stream.response()).rejects.toMatchObject({ code: 'invalid_request' });
    // The model was looked up, because of the image.
    expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /v1/models']);
  });
});

describe('the wire client', () => {
  test('sends the request unchanged', async () => {
    const server = await openServer(unframedResponse(RESPONSE, 'application/json'));
    await using api = new OpenAIApi({ baseUrl: server.url, apiToken: 'k-123', apiTokenHeader: 'x-api-key' });
    const request = { model: 'm', messages: [{ role: 'user' as const, content: 'Hi' }], metadata: { a: 'b' } };
    await expect(api.chatCompletions(request)).resolves.toEqual(JSON.parse(RESPONSE));
    expect(JSON.parse(first(server.requests).body)).toEqual(request);
    expect(first(server.requests)).toMatchObject({ path: '/v1/chat/completions', headers: { 'x-api-key': 'k-123' } });
  });

  test('rejects an invalid base URL', () => {
    expect(() => new OpenAIApi({ baseUrl: 'localhost' })).toThrow(expect.objectContaining({ code: 'config_invalid' }));
  });

  test('rejects calls after it was closed', async () => {
    const api = new OpenAIApi();
    await api.close();
    await expect(api.listModels()).rejects.toMatchObject({ code: 'closed' });
  });
});
