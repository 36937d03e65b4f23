import { describe, expect, test } from 'vitest';
import { countTokens } from '../client/context/count-tokens.js';
import { createClient } from '../client/create-client.js';
import type { ChatRequest } from '../contract/chat.js';
import type { FakeModel } from './fake-model-store.js';
import { ABLE_ROUTE } from './fake-matrix.js';
import { fakeProvider } from './fake-provider.js';

const MODELS: readonly FakeModel[] = [
  {
    id: 'sees',
    aliases: ['seer'],
    loaded: true,
    features: { imageInput: true, tools: true, reasoning: true },
    contextLength: 100,
    maxContextLength: 4096,
    digest: 'sha256:1',
  },
  { id: 'blind', features: { imageInput: false, tools: false, reasoning: false }, contextLength: 100 },
  { id: 'embeds', features: { chat: false, 'chat.stream': false, embedding: true } },
  { id: 'silent' },
];

const IMAGE: ChatRequest = {
  messages: [{ role: 'user', content: [{ type: 'image', image: 'data:image/png;base64,AA==' }] }],
};

function setup(models = MODELS) {
  const plugin = fakeProvider({ models });
  const client = createClient({ plugins: [plugin], config: { provider: 'fake', model: 'sees' } });
  return { client, plugin, methods: () => plugin.calls.map(({ method }) => method) };
}

describe('a model with features', () => {
  test('is described by any of its names', async () => {
    const { client, plugin } = setup();
    for (const name of ['sees', 'seer']) {
      expect(await client.models.describe(name)).toMatchObject({
        id: 'sees',
        features: { imageInput: { value: true, source: 'server' }, tools: { value: true }, reasoning: { value: true } },
        contextLength: 100,
        maxContextLength: 4096,
        digest: 'sha256:1',
      });
    }
    expect(plugin.calls).toMatchObject([
      { method: 'describeModel', request: 'sees', call: { isLookup: false } },
      { method: 'describeModel', request: 'seer', call: { isLookup: false } },
    ]);
  });

  test('is described with the context length of the named instance', async () => {
    const { client } = setup();
    await client.models.load({ contextLength: 50 });
    expect(await client.models.describe('sees:2')).toMatchObject({ id: 'sees', contextLength: 50 });
    expect(await client.models.describe('sees')).toMatchObject({ id: 'sees', contextLength: 100 });
    expect(await client.models.describe('blind')).toMatchObject({ contextLength: undefined });
  });

  test('has the same abilities in the list', async () => {
    expect(await setup().client.models.list()).toMatchObject([
      {
        id: 'sees',
        type: 'llm',
        capabilities: { vision: true, toolUse: true, reasoning: { allowed: expect.arrayContaining(['off', 'high']) } },
        contextLength: 100,
        maxContextLength: 4096,
        digest: 'sha256:1',
      },
      { id: 'blind', type: 'llm', capabilities: { vision: false, toolUse: false }, contextLength: undefined },
      { id: 'embeds', type: 'embedding', capabilities: {} },
      { id: 'silent', type: 'llm', capabilities: {} },
    ]);
  });

  test('refuses what it lacks, and names a model that has it', async () => {
    const { client, plugin, methods } = setup();
    await expect(client.chat({ ...IMAGE, model: 'blind' })).rejects.toMatchObject({
      code: 'capability_unsupported',
      models: ['sees'],
    });
    expect(methods()).toEqual(['describeModel', 'listModels']);
    expect(plugin.recordedRequests).toEqual([]);
    await client.chat(IMAGE);
    expect(plugin.recordedRequests).toHaveLength(1);
  });

  test.each(['silent', 'unknown'])(
    'does not refuse it for the model "%s", of which nothing is known',
    async (model) => {
      const { client, plugin } = setup();
      await client.chat({ ...IMAGE, model });
      expect(plugin.recordedRequests).toHaveLength(1);
    },
  );

  test.each<[string, (client: ReturnType<typeof setup>['client']) => Promise<unknown>]>([
    ['a chat', (client) => client.chat({ model: 'embeds', messages: [{ role: 'user', content: 'x' }] })],
    [
      'a stream',
      (client) => client.chatStream({ model: 'embeds', messages: [{ role: 'user', content: 'x' }] }).response(),
    ],
  ])('refuses %s if it only embeds', async (_, call) => {
    await expect(call(setup().client)).rejects.toMatchObject({ code: 'capability_unsupported' });
  });

  test('depends on the model in the default routes, and not in others', () => {
    const { routes } = setup().plugin.capabilities;
    expect(routes.fake.imageInput).toMatchObject({ support: 'yes', dependsOnModel: true });
    expect(routes.fake.jsonSchema).toBe('yes');
    const own = fakeProvider({ models: MODELS, routes: { fake: ABLE_ROUTE } });
    expect(own.capabilities.routes.fake.imageInput).toBe('yes');
    expect(fakeProvider().capabilities.routes.fake).toEqual(ABLE_ROUTE);
  });

  test.each([
    [{ vision: true }, 'Unknown key "fakeProvider().models[].features.vision".'],
    [{ tools: 'yes' }, '"fakeProvider().models[].features.tools" must be a boolean; received "yes".'],
  ])('is rejected with the features %j', (features, message) => {
    expect(() => fakeProvider({ models: [{ id: 'm', features: features as object }] })).toThrow(
      expect.objectContaining({ code: 'config_invalid', message: expect.stringContaining(message) }),
    );
  });
});

test('a model is not found', async () => {
  const { client } = setup();
  const failure = { code: 'model_not_found', message: expect.stringContaining('no model "unknown"') };
  await expect(client.models.describe('unknown')).rejects.toMatchObject(failure);
  await expect(client.models.delete('unknown')).rejects.toMatchObject(failure);
});

test('a model is deleted', async () => {
  const { client } = setup();
  expect(await client.models.delete('blind')).toEqual({ model: 'blind' });
  expect((await client.models.list()).map(({ id }) => id)).toEqual(['sees', 'embeds', 'silent']);
  await expect(client.models.describe('blind')).rejects.toMatchObject({ code: 'model_not_found' });
});

test('a prompt has a token for each word of its messages, before and after it is sent', async () => {
  const { client } = setup();
  const request: ChatRequest = {
    system: 'Be brief.',
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'one  two\n' },
          { type: 'image', image: 'data:image/png;base64,AA==' },
        ],
      },
      { role: 'assistant', content: 'three' },
      { role: 'user', content: 'four five' },
    ],
    tools: [{ name: 'f', description: 'a tool with words' }],
  };
  expect((await client.chat(request)).usage?.inputTokens).toBe(7);
  expect(await countTokens(client, request)).toMatchObject({ inputTokens: 7, exact: true, source: 'server' });
});

test('methods replace those of the fake', async () => {
  const plugin = fakeProvider({
    methods: {
      describeModel: async (id) => ({ id, features: { tools: false } }),
      deleteModel: async () => {},
    },
  });
  const client = createClient({ plugins: [plugin], config: { provider: 'fake' } });
  expect((await client.models.describe('any')).features).toMatchObject({ tools: { value: false } });
  await client.models.delete('any');
  expect(plugin.calls.map(({ method, request }) => [method, request])).toEqual([
    ['describeModel', 'any'],
    ['deleteModel', 'any'],
  ]);
});
