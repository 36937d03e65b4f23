import { createClient, isCapabilityError } from '@lmux/core';
import { defineProvider, type Provider } from '@lmux/core/provider';
import { FakeTransport } from '@lmux/core/testing';
import { openai, openaiCapabilities } from '@lmux/provider-openai';
import { closeAfterTest, rejectionOf, scriptServer, type Script, type ScriptedResponse } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { createOpenAIProvider } from '../src/create-openai-provider.js';

const CALL = { route: 'openai', warnings: [], options: {}, resume: false } as const;
const CREATED = 1_677_610_602;

const refusal = (status: number, message: string): ScriptedResponse => ({ status, body: { error: { message } } });
const listOf = (...data: object[]): ScriptedResponse => ({ body: { object: 'list', data } });
const serve = (script: Script) => scriptServer(script, { unknownRoute: () => refusal(404, 'Not Found') });

/** Creates the provider of a client. It is closed after the test. */
function providerOf(baseUrl: string, transport?: FakeTransport): Provider {
  let provider: Provider = {};
  const plugin = defineProvider({
    id: 'openai',
    capabilities: openaiCapabilities,
    create: (context) => (provider = createOpenAIProvider(context)),
  });
  const config = { provider: 'openai', baseUrl, retry: 2 } as const;
  closeAfterTest(createClient({ plugins: [plugin], config, ...(transport && { transport }) }));
  return provider;
}

const describeWith = (provider: Provider, isLookup: boolean, model = 'a') =>
  provider.describeModel?.(model, { ...CALL, isLookup });

describe('a lookup before a chat', () => {
  test.each<[string, Script, object]>([
    [
      'of a listed model',
      { 'GET /v1/models': listOf({ id: 'a', max_model_len: 9 }) },
      { features: {}, contextLength: 9, maxContextLength: 9 },
    ],
    [
      'of a model that is listed with the tag that Ollama adds',
      { 'GET /v1/models': listOf({ id: 'a:latest', context_window: 9 }) },
      { features: {}, contextLength: 9, maxContextLength: 9 },
    ],
    ['of a model that is not listed, and may be an alias', { 'GET /v1/models': listOf({ id: 'b' }) }, { features: {} }],
    ['of a server without a list', {}, { features: {} }],
  ])('%s sends one request', async (_what, script, expected) => {
    const { url, requests } = await serve(script);
    expect(await describeWith(providerOf(url), true)).toEqual({ id: 'a', ...expected });
    expect(requests.map(({ route }) => route)).toEqual(['GET /v1/models']);
  });

  test.each([
    ['too many requests', refusal(429, 'slow down'), 'rate_limited'],
    ['a timeout of the server', refusal(408, 'late'), 'overloaded'],
    ['a key that is not valid, which may be replaced', refusal(401, 'no key'), 'authentication'],
    ['a missing permission', refusal(403, 'not allowed'), 'permission_denied'],
    ['an error of the server', refusal(500, 'broken'), 'server_error'],
    ['no server behind a gateway', refusal(502, 'bad gateway'), 'server_error'],
    ['JSON that is not a list', { body: { models: [] } }, 'unexpected_response'],
  ])('fails without a retry after %s, so that the model is described later', async (_what, response, code) => {
    const { url, requests } = await serve({ 'GET /v1/models': response });
    await expect(describeWith(providerOf(url), true)).rejects.toMatchObject({ code });
    expect(requests).toHaveLength(1);
  });
});

describe('a complete description', () => {
  test('rejects a model that the list does not contain', async () => {
    const { url } = await serve({ 'GET /v1/models': listOf({ id: 'b' }) });
    await expect(describeWith(providerOf(url), false)).rejects.toMatchObject({ code: 'model_not_found' });
  });

  test('fails with the error of the server', async () => {
    const { url } = await serve({ 'GET /v1/models': refusal(401, 'no key') });
    await expect(describeWith(providerOf(url), false)).rejects.toMatchObject({ code: 'authentication' });
  });
});

describe('a LiteLLM proxy', () => {
  const LIST = listOf({ id: 'a', object: 'model', created: CREATED, owned_by: 'openai' });
  const INFO = {
    body: { data: [{ model_name: 'a', model_info: { mode: 'chat', supports_vision: true, max_input_tokens: 9 } }] },
  };
  const TOLD = { id: 'a', features: { chat: true, imageInput: true }, contextLength: 9, maxContextLength: 9 };

  test('is asked for the information about its models', async () => {
    const { url, requests } = await serve({ 'GET /v1/models': LIST, 'GET /v1/model/info': INFO });
    expect(await describeWith(providerOf(url), false)).toEqual(TOLD);
    expect(requests.map(({ route }) => route)).toEqual(['GET /v1/models', 'GET /v1/model/info']);
  });

  test('is recognized by the first lookup', async () => {
    const { url, requests } = await serve({ 'GET /v1/models': LIST, 'GET /v1/model/info': INFO });
    const provider = providerOf(url);
    expect(await describeWith(provider, true)).toEqual(TOLD);
    // One that it does not list may be one of a wildcard.
    expect(await describeWith(provider, true, 'openai/other')).toEqual({ id: 'openai/other', features: {} });
    expect(requests.map(({ route }) => route)).toEqual(['GET /v1/models', 'GET /v1/model/info', 'GET /v1/model/info']);
  });

  test.each([403, 404])('that responds with status %d tells nothing', async (status) => {
    const { url } = await serve({ 'GET /v1/models': LIST, 'GET /v1/model/info': refusal(status, 'no') });
    const provider = providerOf(url);
    expect(await describeWith(provider, false)).toEqual({ id: 'a', features: {} });
  });
});

describe('a host', () => {
  test.each([
    'https://api.openai.com',
    'https://x.openai.azure.com/openai/deployments/d',
    'https://api.anthropic.com',
    'https://api.deepseek.com',
    'https://generativelanguage.googleapis.com/v1beta/openai',
    'https://api.x.ai',
  ])('%s that tells nothing is not asked', async (baseUrl) => {
    const transport = new FakeTransport();
    for (const isLookup of [true, false]) {
      expect(await describeWith(providerOf(baseUrl, transport), isLookup)).toEqual({ id: 'a', features: {} });
    }
    expect(transport.requests).toEqual([]);
  });

  test('openrouter.ai is asked for the endpoints of the model', async () => {
    const transport = new FakeTransport();
    const headers = { 'content-type': 'application/json' };
    const data = { architecture: { input_modalities: ['text'] }, endpoints: [{ supported_parameters: ['tools'] }] };
    transport.reply({ status: 200, headers, body: JSON.stringify({ data }) });
    const provider = providerOf('https://openrouter.ai/api/v1', transport);
    expect(await describeWith(provider, true, 'qwen/qwen3-32b:free')).toEqual({
      id: 'qwen/qwen3-32b:free',
      features: { imageInput: false, tools: true },
    });
    expect(transport.requests.map(({ url }) => url)).toEqual([
      'https://openrouter.ai/api/v1/models/qwen/qwen3-32b%3Afree/endpoints',
    ]);
  });
});

test('a chat with tools for a model without them is refused before it is sent', async () => {
  const { url, requests } = await serve({
    'GET /v1/models': listOf(
      { id: 'a', supported_parameters: [] },
      { id: 'b', type: 'chat', supported_parameters: ['tools'] },
    ),
  });
  const client = closeAfterTest(createClient({ plugins: [openai], config: { provider: 'openai', baseUrl: url } }));
  const chat = { model: 'a', messages: [{ role: 'user', content: 'Hi' }], tools: [{ name: 'f' }] } as const;
  const error = await rejectionOf(client.chat(chat, { emulate: 'never' }));
  expect(isCapabilityError(error) && [error.missing, error.models]).toEqual([
    [{ feature: 'tools', routes: ['openai'], model: 'a' }],
    ['b'],
  ]);
  expect(requests.filter(({ route }) => route.startsWith('POST'))).toEqual([]);
});
