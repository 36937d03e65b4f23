import { isCapabilityError, type ChatFeature, type ChatRequest } from '@lmux/core';
import { GRAMMAR_KEYWORDS } from '@lmux/core/provider';
import { chatRequest, rejectionOf } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { supportOf } from '../../core/src/capability/support.js';
import { ollamaCapabilities } from '../src/index.js';
import { clientOf } from './support/clients.js';
import { lastPiece, scriptServer } from './support/script-server.js';

const PIXEL = 'iVBORw0KGgo=';
const SCHEMA = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };

/** A request that uses a feature, and the expected body on the `native` and the `openai` route. `undefined` for an unsupported feature. */
type FeatureRequest = readonly [request: Partial<ChatRequest>, native: object | undefined, openai: object | undefined];

const REQUESTS: Readonly<Record<Exclude<ChatFeature, 'resume' | 'loadProgress' | 'promptProgress'>, FeatureRequest>> = {
  systemMessage: [
    { messages: [{ role: 'system', content: 'Be brief' }, ...chatRequest().messages] },
    { messages: [{ role: 'system', content: 'Be brief' }, expect.anything()] },
    { messages: [{ role: 'system', content: 'Be brief' }, expect.anything()] },
  ],
  assistantMessages: [
    { messages: [...chatRequest().messages, { role: 'assistant', content: 'Hi' }, ...chatRequest().messages] },
    { messages: [expect.anything(), { role: 'assistant', content: 'Hi' }, expect.anything()] },
    { messages: [expect.anything(), { role: 'assistant', content: 'Hi' }, expect.anything()] },
  ],
  tools: [
    { tools: [{ name: 'f' }] },
    { tools: [expect.objectContaining({ type: 'function' })] },
    { tools: [expect.objectContaining({ type: 'function' })] },
  ],
  toolChoice: [{ tools: [{ name: 'f' }], toolChoice: 'required' }, undefined, undefined],
  parallelToolCalls: [{ tools: [{ name: 'f' }], parallelToolCalls: false }, undefined, undefined],
  jsonObject: [
    { responseFormat: { type: 'json_object' } },
    { format: 'json' },
    { response_format: { type: 'json_object' } },
  ],
  jsonSchema: [
    { responseFormat: { type: 'json_schema', schema: SCHEMA } },
    { format: SCHEMA },
    { response_format: { type: 'json_schema', json_schema: { schema: SCHEMA } } },
  ],
  imageInput: [
    { messages: [{ role: 'user', content: [{ type: 'image', image: `data:image/png;base64,${PIXEL}` }] }] },
    { messages: [{ content: '', images: [PIXEL] }] },
    { messages: [{ content: [{ type: 'image_url', image_url: { url: `data:image/png;base64,${PIXEL}` } }] }] },
  ],
  reasoning: [{ reasoning: 'off' }, { think: false }, { reasoning_effort: 'none' }],
  stop: [{ stop: ['.'] }, { options: { stop: ['.'] } }, { stop: ['.'] }],
  seed: [{ seed: 1 }, { options: { seed: 1 } }, { seed: 1 }],
  topK: [{ topK: 40 }, { options: { top_k: 40 } }, undefined],
  minP: [{ minP: 0.1 }, { options: { min_p: 0.1 } }, undefined],
  repeatPenalty: [{ repeatPenalty: 1.1 }, { options: { repeat_penalty: 1.1 } }, undefined],
  frequencyPenalty: [{ frequencyPenalty: 0.5 }, { options: { frequency_penalty: 0.5 } }, { frequency_penalty: 0.5 }],
  presencePenalty: [{ presencePenalty: 0.5 }, { options: { presence_penalty: 0.5 } }, { presence_penalty: 0.5 }],
  logprobs: [{ logprobs: true }, { logprobs: true }, { logprobs: true }],
  statefulChat: [{ store: true }, undefined, undefined],
  integrations: [{ integrations: ['mcp/search'] }, undefined, undefined],
  contextLength: [{ contextLength: 2048 }, { options: { num_ctx: 2048 } }, undefined],
  ttl: [{ ttlSeconds: 60 }, { keep_alive: 60 }, undefined],
  contextOverflowError: [{ contextOverflow: 'error' }, { truncate: false, shift: false }, undefined],
};

const ROUTES = ['native', 'openai'] as const;
const FEATURES = Object.keys(REQUESTS) as (keyof typeof REQUESTS)[];

describe.each(ROUTES)('route %s', (route) => {
  const cells = ollamaCapabilities.routes[route];
  const wireOf = (feature: keyof typeof REQUESTS): object | undefined => REQUESTS[feature][route === 'native' ? 1 : 2];

  const requestOf = async (feature: keyof typeof REQUESTS) => {
    const { url, requests } = await scriptServer({
      'POST /api/chat': { body: lastPiece('A') },
      'POST /v1/chat/completions': { body: { choices: [{ message: { content: 'A' } }] } },
    });
    return {
      requests,
      call: clientOf(url).chat({ ...chatRequest(), ...REQUESTS[feature][0] }, { route, emulate: 'never' }),
    };
  };
  const denied = FEATURES.filter((feature) => supportOf(cells[feature]) === 'no');

  test('has a body for exactly the supported features', () => {
    expect(FEATURES.filter((feature) => wireOf(feature) === undefined)).toEqual(denied);
  });

  test.each(FEATURES.filter((feature) => !denied.includes(feature)))('sends %s', async (feature) => {
    const { call, requests } = await requestOf(feature);
    expect((await call).route).toBe(route);
    // The model is described before some of them.
    expect(requests.at(-1)?.body).toMatchObject({ ...wireOf(feature) });
  });

  test.each(denied)('rejects %s before sending a request', async (feature) => {
    const { call, requests } = await requestOf(feature);
    const error = await rejectionOf(call);
    expect(isCapabilityError(error) && error.missing).toEqual([{ feature, routes: [route] }]);
    expect(requests).toHaveLength(0);
  });
});

test('uses the native route by default', async () => {
  const { url, requests } = await scriptServer({ 'POST /api/chat': { body: lastPiece('A') } });
  expect((await clientOf(url).chat(chatRequest())).route).toBe('native');
  expect(requests[0]?.body).toEqual({ model: 'm', messages: [{ role: 'user', content: 'Hello' }], stream: false });
  expect(Object.keys(ollamaCapabilities.routes)).toEqual([...ROUTES]);
});

test.each(ROUTES)('route %s holds the keywords of JSON Schema that the grammars of llama.cpp have', (route) => {
  expect(ollamaCapabilities.routes[route].limits.schemaKeywords).toBe(GRAMMAR_KEYWORDS);
});
