import type { ChatRequest } from '@lmux/core';
import { chatRequest } from '@lmux/test-support';
import { expect, test } from 'vitest';
import { FakeRouter } from './support/fake-router.js';
import { CALL, providerOf } from './support/provider-of.js';
import { refusal, scriptServer } from './support/script-server.js';
import { textOf } from './fixtures.js';

const COUNT = '/v1/chat/completions/input_tokens';

function count(url: string, load: boolean, more: Partial<ChatRequest> = {}): Promise<number | undefined> | undefined {
  return providerOf(url).countTokens?.({ ...chatRequest(), ...more, model: 'tiny' }, { ...CALL, load });
}

test.each([
  ['a loaded model', 'loaded', false, 31, `POST ${COUNT}?autoload=false`],
  ['a loaded model that may be loaded', 'loaded', true, 31, `POST ${COUNT}`],
  ['a model that is not loaded, and may be loaded', 'unloaded', true, 31, `POST ${COUNT}`],
  ['a model that is not loaded', 'unloaded', false, undefined, `POST ${COUNT}?autoload=false`],
  ['a model that is being loaded', 'loading', false, undefined, `POST ${COUNT}?autoload=false`],
])('countTokens sends one request for %s', async (_what, value, load, counted, route) => {
  const router = await FakeRouter.start('tiny');
  router.models.set('tiny', { value });
  expect(await count(router.url, load)).toBe(counted);
  expect(router.requests.map((request) => request.route)).toEqual([route]);
  expect(router.loadedByRequests).toEqual(value === 'unloaded' && load ? ['tiny'] : []);
});

test('countTokens returns undefined if the router loads no models for requests', async () => {
  const { url } = await scriptServer({ [`POST ${COUNT}`]: refusal(400, 'model is not loaded') });
  expect(await count(url, true)).toBeUndefined();
});

// A router whose process for the model does not listen yet (b11434).
const NOT_LISTENING = { status: 500, body: 'proxy error: Could not establish connection', contentType: 'text/plain' };

test('countTokens returns undefined while the process of the model starts, if the model must not be loaded', async () => {
  const { url } = await scriptServer({
    [`POST ${COUNT}?autoload=false`]: NOT_LISTENING,
    [`POST ${COUNT}`]: NOT_LISTENING,
  });
  expect(await count(url, false)).toBeUndefined();
  await expect(count(url, true)).rejects.toMatchObject({ code: 'server_error' });
});

test.each([
  ['an unknown model', refusal(400, "model 'tiny' not found"), 'model_not_found'],
  ['an image that the model does not accept', refusal(500, 'image input is not supported'), 'invalid_request'],
  ['a build without the route', refusal(404, 'File Not Found', 'not_found_error'), 'not_found'],
  ['a response without a count', { body: { object: 'response.input_tokens' } }, 'unexpected_response'],
  ['a negative count', { body: { input_tokens: -1 } }, 'unexpected_response'],
  ['a count that is a text', { body: { input_tokens: '5' } }, 'unexpected_response'],
  ['a count that is null', { body: { input_tokens: null } }, 'unexpected_response'],
  ['a count that is not an integer', { body: { input_tokens: 5.5 } }, 'unexpected_response'],
  ['another error of the router', refusal(500, 'broken', 'server_error'), 'server_error'],
])('countTokens fails for %s', async (_what, response, code) => {
  const { url } = await scriptServer({ [`POST ${COUNT}?autoload=false`]: response });
  await expect(count(url, false)).rejects.toMatchObject({ code });
});

test.each<[string, Partial<ChatRequest>]>([
  ['tools', { tools: [{ name: 'f', description: '天気' }], toolChoice: { type: 'tool', name: 'f' } }],
  ['a response format', { responseFormat: { type: 'json_schema', schema: { type: 'object' } } }],
  ['reasoning', { reasoning: 'low', extra: { chat_template_kwargs: { a: 1 } } }],
  ['settings', { maxOutputTokens: 5, temperature: 0, stop: ['x'], extra: { grammar: 'root ::= "a"' } }],
  [
    'a history',
    {
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'assistant', reasoning: 'hm', content: '', toolCalls: [{ id: 'a', name: 'f', arguments: '{"a":1}' }] },
        { role: 'tool', toolCallId: 'a', content: '21 °C' },
        { role: 'user', content: [{ type: 'text', text: '👍🏽' }] },
      ],
    },
  ],
])('countTokens sends the body of the chat with %s', async (_what, more) => {
  const chat = { body: JSON.parse(textOf('chat')) as object };
  const counted = { body: { input_tokens: 5 } };
  const server = await scriptServer({
    'POST /v1/chat/completions': chat,
    [`POST ${COUNT}?autoload=false`]: counted,
  });
  const request = { ...chatRequest(), ...more, model: 'tiny' };
  await providerOf(server.url).chat?.(request, CALL);
  expect(await count(server.url, false, more)).toBe(5);
  const [sent, asked] = server.requests;
  expect(asked?.body).toEqual(sent?.body);
});
