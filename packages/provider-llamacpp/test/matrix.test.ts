import { isCapabilityError, type Capability, type ChatFeature, type ChatRequest, type StreamEvent } from '@lmux/core';
import { GRAMMAR_KEYWORDS } from '@lmux/core/provider';
import { ABLE_ROUTE } from '@lmux/core/testing';
import { chatRequest, rejectionOf } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { supportOf } from '../../core/src/capability/support.js';
import { llamacppCapabilities } from '../src/index.js';
import { textOf } from './fixtures.js';
import { clientOf } from './support/clients.js';
import { FakeRouter } from './support/fake-router.js';
import { scriptServer } from './support/script-server.js';

const cells = llamacppCapabilities.routes.openai;
const PIXEL = 'data:image/png;base64,iVBORw0KGgo=';
const SCHEMA = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const [USER] = chatRequest().messages;

type Requested = Exclude<ChatFeature, 'resume' | 'loadProgress' | 'promptProgress'>;

/** A request that uses each feature, and the expected body. `undefined` for an unsupported feature. */
const REQUESTS: { readonly [Key in Requested]: readonly [request: Partial<ChatRequest>, wire: object | undefined] } = {
  systemMessage: [
    { messages: [{ role: 'system', content: 'Be brief' }, USER] },
    { messages: [{ role: 'system', content: 'Be brief' }, USER] },
  ],
  assistantMessages: [
    { messages: [USER, { role: 'assistant', content: 'Hi' }, USER] },
    { messages: [USER, { role: 'assistant', content: 'Hi' }, USER] },
  ],
  tools: [{ tools: [{ name: 'f' }] }, { tools: [{ type: 'function' }] }],
  toolChoice: [{ tools: [{ name: 'f' }], toolChoice: 'required' }, { tool_choice: 'required' }],
  parallelToolCalls: [{ tools: [{ name: 'f' }], parallelToolCalls: true }, { parallel_tool_calls: true }],
  jsonObject: [{ responseFormat: { type: 'json_object' } }, { response_format: { type: 'json_object' } }],
  jsonSchema: [
    { responseFormat: { type: 'json_schema', schema: SCHEMA } },
    { response_format: { type: 'json_schema', json_schema: { schema: SCHEMA } } },
  ],
  imageInput: [
    { messages: [{ role: 'user', content: [{ type: 'image', image: PIXEL }] }] },
    { messages: [{ content: [{ type: 'image_url', image_url: { url: PIXEL } }] }] },
  ],
  reasoning: [{ reasoning: 'off' }, { chat_template_kwargs: { enable_thinking: false } }],
  stop: [{ stop: ['.'] }, { stop: ['.'] }],
  seed: [{ seed: 1 }, { seed: 1 }],
  topK: [{ topK: 40 }, { top_k: 40 }],
  minP: [{ minP: 0.1 }, { min_p: 0.1 }],
  repeatPenalty: [{ repeatPenalty: 1.1 }, { repeat_penalty: 1.1 }],
  frequencyPenalty: [{ frequencyPenalty: 0.5 }, { frequency_penalty: 0.5 }],
  presencePenalty: [{ presencePenalty: 0.5 }, { presence_penalty: 0.5 }],
  logprobs: [{ logprobs: 2 }, { logprobs: true, top_logprobs: 2 }],
  statefulChat: [{ store: true }, undefined],
  integrations: [{ integrations: ['mcp/search'] }, undefined],
  contextLength: [{ contextLength: 2048 }, undefined],
  ttl: [{ ttlSeconds: 60 }, undefined],
  contextOverflowError: [{ contextOverflow: 'error' }, {}],
};

const features = Object.keys(REQUESTS) as Requested[];
const denied = features.filter((feature) => supportOf(cells[feature]) === 'no');
const chatServer = () => scriptServer({ 'POST /v1/chat/completions': { body: JSON.parse(textOf('chat')) as unknown } });

test('has every key in the order of core', () => {
  expect(Object.keys(llamacppCapabilities.routes)).toEqual(['openai']);
  expect(Object.keys(cells)).toEqual([...Object.keys(ABLE_ROUTE), 'limits']);
});

describe('features', () => {
  test('without a body are exactly the unsupported ones', () => {
    expect(features.filter((feature) => REQUESTS[feature][1] === undefined)).toEqual(denied);
  });

  test.each(features.filter((feature) => !denied.includes(feature)))('%s is sent', async (feature) => {
    const [request, wire] = REQUESTS[feature];
    const server = await chatServer();
    expect((await clientOf(server.url).chat({ ...chatRequest(), ...request })).route).toBe('openai');
    // A request that depends on the model is preceded by a lookup.
    const chats = server.requests.filter(({ route }) => route === 'POST /v1/chat/completions');
    expect(chats.map(({ body }) => body)).toMatchObject([{ ...wire }]);
  });

  test.each(denied)('%s is rejected', async (feature) => {
    const server = await chatServer();
    const error = await rejectionOf(clientOf(server.url).chat({ ...chatRequest(), ...REQUESTS[feature][0] }));
    expect(isCapabilityError(error) && error.missing).toEqual([{ feature, routes: ['openai'] }]);
    expect(server.requests).toEqual([]);
  });

  test('include prompt progress, but not load progress', async () => {
    const server = await scriptServer({
      'POST /v1/chat/completions': (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.end(textOf('chat-stream-progress'));
      },
    });
    const types: StreamEvent['type'][] = [];
    for await (const { type } of clientOf(server.url).chatStream(chatRequest())) types.push(type);
    expect([types.includes('prompt-start'), types.includes('model-load-start')]).toEqual([true, false]);
    expect([supportOf(cells.promptProgress), supportOf(cells.loadProgress)]).toEqual(['yes', 'no']);
  });
});

test('marks model management as unknown, which a router supports', async () => {
  const unknown = (Object.keys(cells) as (Capability | ChatFeature)[]).filter(
    (item) => supportOf(cells[item]) === 'unknown',
  );
  expect(unknown).toEqual([
    'models.load',
    'models.loadProgress',
    'models.unload',
    'models.download',
    'models.downloadStatus',
    'models.delete',
  ]);
  const { models } = clientOf((await FakeRouter.start('tiny', 'owner/old')).url);
  expect(await models.delete('owner/old')).toEqual({ model: 'owner/old' });
  expect(await models.load({})).toMatchObject({ instanceId: 'tiny' });
  expect(await models.unload('tiny')).toEqual({ instanceId: 'tiny' });
  expect(await models.download({ model: 'a/b' })).toMatchObject({ jobId: 'a/b' });
  expect(await models.downloadStatus('a/b')).toMatchObject({ jobId: 'a/b' });
});

test('marks what depends on the model and what its properties tell', () => {
  const marked = Object.entries(cells).filter(([, cell]) => typeof cell === 'object' && 'dependsOnModel' in cell);
  expect(marked.map(([item]) => item)).toEqual(['tools', 'imageInput']);
});

test('holds the keywords of JSON Schema that its grammars have', () => {
  expect(cells.limits.schemaKeywords).toBe(GRAMMAR_KEYWORDS);
});
