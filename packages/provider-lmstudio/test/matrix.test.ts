import {
  isCapabilityError,
  type Capability,
  type ChatFeature,
  type ChatRequest,
  type LmClient,
  type StreamEvent,
} from '@lmux/core';
import { startEmulator, type Emulator } from '@lmux/emulator';
import { GRAMMAR_KEYWORDS } from '@lmux/core/provider';
import { chatRequest, rejectionOf } from '@lmux/test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { supportOf } from '../../core/src/capability/support.js';
import { lmstudioCapabilities } from '../src/index.js';
import { clientOf } from './support/clients.js';

type Route = keyof typeof lmstudioCapabilities.routes;
type Client = ReturnType<typeof clientOf>;
type Options = { readonly route: Route };

const CHATTING = 'qwen/qwen3-4b';
const PIXEL = 'data:image/png;base64,iVBORw0KGgo=';
const SCHEMA = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({
    models: [
      { id: CHATTING, loaded: true, vision: true, reasoning: true },
      { id: 'embedder', type: 'embedding', loaded: true, dimensions: 4 },
      { id: 'far-away', download: { ms: 1000 } },
    ],
  });
});
afterAll(() => emulator.close());

/** Returns the body of the last request. */
const sent = (): Record<string, unknown> => emulator.requests.at(-1)?.body as Record<string, unknown>;

/** `countTokens` estimates where no route counts, so it is tested separately. */
type Operation = Exclude<Capability, 'models.loadProgress' | 'tokens.count'>;

/** A call for each operation, which checks the result. */
const CALLS: { readonly [Key in Operation]: (client: Client, options: Options) => Promise<void> } = {
  chat: async (client, options) => expect((await client.chat(chatRequest(), options)).text).toContain('Hello'),
  'chat.stream': async (client, options) =>
    expect((await client.chatStream(chatRequest(), options).response()).text).toContain('Hello'),
  completion: async (client, options) => expect((await client.complete({ prompt: 'One' }, options)).text).not.toBe(''),
  'completion.stream': async (client, options) =>
    expect((await client.completeStream({ prompt: 'One' }, options).response()).text).not.toBe(''),
  embedding: async (client, options) => {
    const { embeddings } = await client.embed({ model: 'embedder', input: ['a', 'b'] }, options);
    expect(embeddings.map((vector) => vector.length)).toEqual([4, 4]);
  },
  'models.list': async (client, options) =>
    expect((await client.models.list(options)).map(({ id }) => id)).toContain(CHATTING),
  'models.running': async (client, options) => expect(await client.models.isRunning(CHATTING, options)).toBe(true),
  'models.load': async (client, options) => {
    const { instanceId } = await client.models.load({}, options);
    expect(instanceId).toMatch(/:\d+$/);
    await client.models.unload(instanceId);
  },
  'models.unload': async (client, options) => {
    // A route without this capability must reject the call before a model is loaded for it.
    const loaded = options.route === 'native' ? await client.models.load({}) : { instanceId: CHATTING };
    expect(await client.models.unload(loaded.instanceId, options)).toEqual({ instanceId: loaded.instanceId });
  },
  'models.download': async (client, options) =>
    expect((await client.models.download({ model: 'far-away' }, options)).jobId).toEqual(expect.any(String)),
  'models.downloadStatus': async (client, options) => {
    const { jobId = '' } = await client.models.download({ model: 'far-away' });
    expect(await client.models.downloadStatus(jobId, options)).toMatchObject({ jobId });
  },
  'models.describe': async (client, options) =>
    expect(await client.models.describe(CHATTING, options)).toMatchObject({ id: CHATTING }),
  // No route can delete, so the types do not have the method.
  'models.delete': async (client, options) => {
    await (client as LmClient).models.delete(CHATTING, options);
  },
};

/** A request for a feature, and the expected fields of the body on the native and the openai route. */
type FeatureRequest = readonly [request: Partial<ChatRequest>, native: object | undefined, openai: object | undefined];

const REQUESTS: Readonly<Record<Exclude<ChatFeature, 'resume' | 'loadProgress' | 'promptProgress'>, FeatureRequest>> = {
  systemMessage: [
    { messages: [{ role: 'system', content: 'Be brief' }, ...chatRequest().messages] },
    { system_prompt: 'Be brief' },
    { messages: [{ role: 'system', content: 'Be brief' }, expect.anything()] },
  ],
  assistantMessages: [
    { messages: [...chatRequest().messages, { role: 'assistant', content: 'Hi' }, ...chatRequest().messages] },
    undefined,
    { messages: [expect.anything(), { role: 'assistant', content: 'Hi' }, expect.anything()] },
  ],
  tools: [{ tools: [{ name: 'f' }] }, undefined, { tools: [expect.objectContaining({ type: 'function' })] }],
  toolChoice: [{ tools: [{ name: 'f' }], toolChoice: 'required' }, undefined, { tool_choice: 'required' }],
  parallelToolCalls: [{ tools: [{ name: 'f' }], parallelToolCalls: false }, undefined, { parallel_tool_calls: false }],
  jsonObject: [{ responseFormat: { type: 'json_object' } }, undefined, { response_format: { type: 'json_schema' } }],
  jsonSchema: [
    { responseFormat: { type: 'json_schema', schema: SCHEMA } },
    undefined,
    { response_format: { type: 'json_schema', json_schema: { schema: SCHEMA } } },
  ],
  imageInput: [
    { messages: [{ role: 'user', content: [{ type: 'image', image: PIXEL }] }] },
    { input: [{ type: 'image', data_url: PIXEL }] },
    { messages: [{ content: [{ type: 'image_url', image_url: { url: PIXEL } }] }] },
  ],
  reasoning: [{ reasoning: 'off' }, { reasoning: 'off' }, { reasoning_effort: 'none' }],
  stop: [{ stop: ['.'] }, undefined, { stop: ['.'] }],
  seed: [{ seed: 1 }, undefined, { seed: 1 }],
  topK: [{ topK: 40 }, { top_k: 40 }, { top_k: 40 }],
  minP: [{ minP: 0.1 }, { min_p: 0.1 }, { min_p: 0.1 }],
  repeatPenalty: [{ repeatPenalty: 1.1 }, { repeat_penalty: 1.1 }, { repeat_penalty: 1.1 }],
  frequencyPenalty: [{ frequencyPenalty: 0.5 }, undefined, { frequency_penalty: 0.5 }],
  presencePenalty: [{ presencePenalty: 0.5 }, undefined, { presence_penalty: 0.5 }],
  logprobs: [{ logprobs: true }, undefined, undefined],
  statefulChat: [{ store: true }, { store: true }, undefined],
  integrations: [{ integrations: ['mcp/search'] }, { integrations: ['mcp/search'] }, undefined],
  contextLength: [{ contextLength: 2048 }, { context_length: 2048 }, undefined],
  ttl: [{ ttlSeconds: 60 }, undefined, { ttl: 60 }],
  // The server has no field for it.
  contextOverflowError: [{ contextOverflow: 'error' }, {}, {}],
};

/** Events of the features that are active without a request. */
const OFFERED = { loadProgress: 'model-load-start', promptProgress: 'prompt-start' } as const;

const ROUTES = ['native', 'openai'] as const satisfies readonly Route[];

describe.each(ROUTES)('route %s', (route) => {
  const cells = lmstudioCapabilities.routes[route];
  const options = { route };

  test.each(Object.keys(CALLS) as Operation[])(
    '%s works or is rejected, as the matrix declares',
    async (capability) => {
      const client = clientOf(emulator.url, { model: CHATTING });
      const before = emulator.requests.length;
      const call = CALLS[capability](client, options);
      if (supportOf(cells[capability]) !== 'no') return call;
      const error = await rejectionOf(call);
      expect(isCapabilityError(error) && error.missing).toEqual([{ feature: capability, routes: [route] }]);
      // The status of a download can be requested only if there is a download.
      expect(emulator.requests.length - before).toBe(capability === 'models.downloadStatus' ? 1 : 0);
      return undefined;
    },
  );

  const features = Object.keys(REQUESTS) as (keyof typeof REQUESTS)[];
  const denied = features.filter((feature) => supportOf(cells[feature]) === 'no');
  const requestOf = (feature: keyof typeof REQUESTS) =>
    clientOf(emulator.url, { model: CHATTING }).chat({ ...chatRequest(), ...REQUESTS[feature][0] }, options);
  const wireOf = (feature: keyof typeof REQUESTS): object | undefined => REQUESTS[feature][route === 'native' ? 1 : 2];

  test('unsupported features have no wire form', () => {
    expect(features.filter((feature) => wireOf(feature) === undefined)).toEqual(denied);
  });

  test.each(features.filter((feature) => !denied.includes(feature)))('%s is sent', async (feature) => {
    expect((await requestOf(feature)).route).toBe(route);
    expect(sent()).toMatchObject({ ...wireOf(feature) });
  });

  test.each(denied)('%s is rejected', async (feature) => {
    const before = emulator.requests.length;
    const error = await rejectionOf(requestOf(feature));
    // The settings of tool calls require tools too.
    const missing = feature === 'toolChoice' || feature === 'parallelToolCalls' ? ['tools', feature] : [feature];
    expect(isCapabilityError(error) && error.missing).toEqual(
      missing.map((item) => ({ feature: item, routes: [route] })),
    );
    expect(emulator.requests.length).toBe(before);
  });

  test('resume is rejected', async () => {
    const before = emulator.requests.length;
    const stream = clientOf(emulator.url, { model: CHATTING }).chatStream(chatRequest(), { ...options, resume: true });
    const error = await rejectionOf(stream.response());
    expect(isCapabilityError(error) && error.missing).toEqual([{ feature: 'resume', routes: [route] }]);
    expect(emulator.requests.length).toBe(before);
  });

  test.each(Object.keys(OFFERED) as (keyof typeof OFFERED)[])(
    '%s is reported, as the matrix declares',
    async (feature) => {
      await using cold = await startEmulator({ models: [{ id: 'warm', loaded: true }, { id: 'cold' }] });
      const types: StreamEvent['type'][] = [];
      for await (const { type } of clientOf(cold.url).chatStream({ ...chatRequest(), model: 'cold' }, options))
        types.push(type);
      expect(types.includes(OFFERED[feature])).toBe(supportOf(cells[feature]) === 'yes');
    },
  );
});

test("the matrix lists the routes in order of preference and every key in core's order", () => {
  expect(Object.keys(lmstudioCapabilities.routes)).toEqual(['native', 'openai']);
  const operations = Object.keys(CALLS).flatMap((key) => (key === 'models.load' ? [key, 'models.loadProgress'] : key));
  const keys = [...operations, 'tokens.count', ...Object.keys(REQUESTS), 'resume', ...Object.keys(OFFERED)];
  for (const cells of Object.values(lmstudioCapabilities.routes))
    expect(Object.keys(cells)).toEqual([...keys, 'limits']);
});

test('a load reports no progress and says so, as the matrix declares', async () => {
  const cold = clientOf(emulator.url, { model: CHATTING });
  const loaded = await cold.models.load({}, { onProgress: () => expect.unreachable() });
  expect(loaded.warnings).toEqual([
    expect.objectContaining({ code: 'feature_dropped', feature: 'models.loadProgress' }),
  ]);
  await cold.models.unload(loaded.instanceId);
  expect(cold.supports('models.loadProgress')).toBe(false);
});

describe('the minimum that each route supports', () => {
  const yes = (route: Route, key: Capability | ChatFeature): boolean =>
    supportOf(lmstudioCapabilities.routes[route][key]) === 'yes';
  test.each([
    [['chat', 'chat.stream', 'models.list'], true, true],
    [['completion', 'completion.stream', 'embedding'], false, true],
    [['models.running', 'models.load', 'models.unload', 'models.download', 'models.downloadStatus'], true, false],
    [['assistantMessages', 'tools', 'jsonSchema', 'stop', 'seed'], false, true],
    [['statefulChat', 'integrations', 'contextLength', 'loadProgress', 'promptProgress'], true, false],
  ] as const)('includes %j', (keys, native, openai) => {
    for (const key of keys) expect([key, yes('native', key), yes('openai', key)]).toEqual([key, native, openai]);
  });
});

test('only the route with JSON Schema holds keywords of it', () => {
  const { native, openai } = lmstudioCapabilities.routes;
  expect(openai.limits.schemaKeywords).toBe(GRAMMAR_KEYWORDS);
  expect(Object.keys(native.limits)).not.toContain('schemaKeywords');
});
