import { describe, expect, test } from 'vitest';
import { rejectionOf } from '@lmux/test-support';
import type { ClientConfig } from '../../contract/client-config.js';
import type { LmClient } from '../../contract/lm-client.js';
import type { ModelInfo } from '../../contract/model.js';
import { LmError } from '../../errors/lm-error.js';
import { BLIND, IMAGE, PLAIN, TOOLS, info, refusal, setup } from '../../../test/support/model-clients.js';

describe('models.describe()', () => {
  test('returns what is known, with its source', async () => {
    const { client, clock } = setup({
      describeModel: async () => ({ ...BLIND, contextLength: 2048, maxContextLength: 4096, digest: 'd' }),
    });
    const checkedAt = new Date(clock.wallNow());
    expect(await client.models.describe()).toEqual({
      id: 'blind',
      features: {
        imageInput: { value: false, source: 'server', checkedAt },
        tools: { value: true, source: 'server', checkedAt },
      },
      contextLength: 2048,
      maxContextLength: 4096,
      digest: 'd',
    });
  });

  test('asks once, and again with refresh or after a load', async () => {
    const { client, methodsOf } = setup({ loadModel: async () => ({ instanceId: 'i', type: 'llm', loadSeconds: 1 }) });
    await client.models.describe();
    await client.models.describe('blind');
    await client.models.describe('blind', { refresh: true });
    await client.models.load({});
    await client.models.describe();
    expect(methodsOf()).toEqual(['describeModel', 'describeModel', 'loadModel', 'describeModel']);
  });

  test('asks each time if the server may tell more later', async () => {
    let features: object = {};
    const { client } = setup({
      describeModel: async (id) => ({ id, features, complete: 'tools' in features }),
    });
    expect((await client.models.describe()).features).toEqual({});
    features = { tools: true };
    expect((await client.models.describe()).features.tools?.value).toBe(true);
    features = { tools: false };
    expect((await client.models.describe()).features.tools?.value).toBe(true);
  });

  test('asks again later if the model was not loaded', async () => {
    let loaded = false;
    const describeModel = async (id: string) => ({
      id,
      features: {},
      loaded,
      ...(loaded ? { contextLength: 512 } : {}),
    });
    const { client, clock, methodsOf } = setup({ describeModel });
    await client.models.describe();
    loaded = true;
    expect((await client.models.describe()).contextLength).toBeUndefined();
    clock.advance(10_000);
    expect((await client.models.describe()).contextLength).toBe(512);
    expect(methodsOf()).toHaveLength(2);
  });

  test('keeps the descriptions of a thousand models, and all overrides', async () => {
    const { client, methodsOf } = setup({}, { models: { own: { features: { tools: false } } } });
    for (let index = 0; index <= 1000; index += 1) await client.models.describe(`m${index}`);
    await client.models.describe('m1000');
    expect(methodsOf()).toHaveLength(1001);
    await client.models.describe('m0');
    expect(methodsOf()).toHaveLength(1002);
    expect(client.explain({ model: 'own', ...TOOLS }).facts).toMatchObject([{ feature: 'tools', source: 'override' }]);
  });

  test.each<[string, (client: LmClient) => Promise<unknown>]>([
    ['a load', (client) => client.models.load({})],
    ['a completed download', (client) => client.models.download({})],
    [
      'a completed download that is watched',
      async (client) => {
        for await (const { status } of client.models.watchDownload('job')) expect(status).toBe('completed');
      },
    ],
  ])('asks again after %s, also if it was asked before', async (_, change) => {
    let contextLength = 100;
    let release = (): void => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const job = { jobId: 'job', status: 'completed' } as const;
    const { client } = setup({
      describeModel: async (id) => {
        const told = { id, features: {}, contextLength };
        await held;
        return told;
      },
      loadModel: async () => ({ instanceId: 'i', type: 'llm', loadSeconds: 1 }),
      downloadModel: async () => job,
      downloadStatus: async () => job,
    });
    const before = client.models.describe();
    await change(client);
    contextLength = 200;
    release();
    expect((await before).contextLength).toBe(100);
    expect((await client.models.describe()).contextLength).toBe(200);
  });

  test('derives what streams support from the same source', async () => {
    const features = { chat: false, completion: true } as const;
    const own = { features: { chat: true, 'completion.stream': false } } as const;
    const describeModel = async (id: string) => ({ id, features });
    const { client } = setup({ describeModel }, { models: { blind: own } });
    const described = await client.models.describe();
    expect(Object.entries(described.features).map(([name, fact]) => [name, fact?.value, fact?.source])).toEqual([
      ['chat.stream', true, 'override'],
      ['completion.stream', false, 'override'],
      ['chat', true, 'override'],
      ['completion', true, 'server'],
    ]);
  });

  test('is not shared by a call with a timeout of its own', async () => {
    const timeouts: unknown[] = [];
    const { client } = setup({
      describeModel: async (id, { options }) => {
        timeouts.push(options.timeout);
        return { id, features: {} };
      },
    });
    await Promise.all([
      client.models.describe(),
      client.models.describe(),
      client.models.describe('blind', { timeout: 9 }),
    ]);
    expect(timeouts).toEqual([undefined, 9]);
  });

  test('has the images of the list for explain(), and for a chat that may not ask', async () => {
    const models = [info('blind', { capabilities: { vision: false }, aliases: ['b'] }), info('sees')];
    const { client, methodsOf } = setup({ listModels: async () => models }, { modelCapabilities: 'cached' });
    await client.models.list();
    for (const model of ['blind', 'B']) {
      expect(client.explain({ ...IMAGE, model })).toMatchObject({ route: undefined, facts: [{ source: 'server' }] });
      await expect(client.chat({ ...IMAGE, model })).rejects.toMatchObject(refusal);
    }
    expect(client.explain({ ...IMAGE, model: 'sees' })).toMatchObject({ route: 'only', facts: [] });
    expect(methodsOf()).toEqual(['listModels']);
  });

  test('uses the overrides of the id that the server describes', async () => {
    const models = { 'the/model': { features: { tools: false } } };
    const describeModel = async () => ({ id: 'the/model', features: { tools: true } });
    const { client } = setup({ describeModel }, { models });
    await expect(client.chat({ ...TOOLS, model: 'instance:2' })).rejects.toMatchObject(refusal);
  });

  test('rejects an empty name', async () => {
    const { client } = setup();
    await expect(client.models.describe('')).rejects.toMatchObject({ code: 'empty_model' });
  });

  test('fails with the error of the server', async () => {
    const { client } = setup({
      describeModel: async () => {
        throw new LmError('model_not_found', 'unknown');
      },
    });
    await expect(client.models.describe('x')).rejects.toMatchObject({ code: 'model_not_found', provider: 'fake' });
  });
});

describe('autoModel', () => {
  const choose = (models: readonly ModelInfo[], config: Partial<ClientConfig> = {}) =>
    setup({ listModels: async () => [...models] }, { model: undefined, autoModel: true, ...config });
  const embedder = info('e', { type: 'embedding', loaded: true });

  test.each<[string, readonly ModelInfo[], string]>([
    ['the loaded model', [info('a'), info('b', { loaded: true }), embedder], 'b'],
    ['the only model of the right type', [info('a'), embedder], 'a'],
    ['the only model of an unknown type', [info('u', { type: 'unknown', loaded: undefined }), embedder], 'u'],
  ])('chooses %s', async (_, models, expected) => {
    const { client, plugin } = choose(models);
    await client.chat(PLAIN);
    await client.chatStream(PLAIN).response();
    await client.complete({ prompt: 'p' });
    const requested = plugin.calls.flatMap(({ request }) => (request as { model?: string } | undefined)?.model ?? []);
    expect(requested).toEqual([expected, expected, expected]);
  });

  test('chooses an embedding model for embeddings', async () => {
    const { client, plugin } = choose([info('a', { loaded: true }), embedder]);
    await client.embed({ input: 'x' });
    expect(plugin.calls.at(-1)?.request).toMatchObject({ model: 'e' });
  });

  test.each<[string, readonly ModelInfo[], string]>([
    [
      'several are loaded',
      ['a', 'b'].map((id) => info(id, { loaded: true })),
      'because several models are loaded: "a", "b".',
    ],
    ['none is loaded', 'abcdefg'.split('').map((id) => info(id)), 'has several: "a", "b", "c", "d", "e" and 2 more.'],
    ['there is none', [embedder], 'because the server has no model of the right type.'],
  ])('fails if %s', async (_, models, message) => {
    const { client } = choose(models);
    await expect(client.chat(PLAIN)).rejects.toMatchObject({
      code: 'empty_model',
      message: expect.stringContaining(message),
    });
  });

  test('is not used for loads and downloads, which say so', async () => {
    const { models } = choose([info('a', { loaded: true })]).client;
    const message = expect.stringContaining('"autoModel" does not apply to loads and downloads. Set "model"');
    for (const call of [() => models.load({}), () => models.ensureLoaded({}), () => models.download({})])
      await expect(call()).rejects.toMatchObject({ code: 'empty_model', message });
  });

  test('is not used if a model is named', async () => {
    const { client, methodsOf } = choose([], { model: 'm' });
    await client.chat(PLAIN);
    expect(methodsOf()).toEqual(['chat']);
  });
});

test.each([
  ['an empty name', { '': {} }, 'an empty name of a model'],
  ['two names of one model', { M: {}, m: {} }, '"M" and "m", which are names of the same model'],
])('overrides with %s are rejected', (_, models, message) => {
  expect(() => setup({}, { models })).toThrow(message);
});

test('empty_model names the models of the server when they are known', async () => {
  const { client } = setup({ listModels: async () => [info('a'), info('b')] }, { model: undefined });
  const message = async () => (await rejectionOf<Error>(client.chat(PLAIN))).message;
  expect(await message()).not.toContain('The server has');
  await client.models.list();
  expect(await message()).toContain('The server has "a", "b".');
  expect((await rejectionOf<Error>(client.models.load({}))).message).toContain('The server has "a", "b".');
  expect((await rejectionOf<Error>(client.models.ensureLoaded({}))).message).toContain('The server has "a", "b".');
});

test('names of models are shown in one line, and not whole if they are long', async () => {
  const names = ['a\n\u001B[31mb', 'x'.repeat(10_000), 'sk-live-0123456789abcdefSECRET'];
  const { client } = setup({ listModels: async () => names.map((name) => info(name)) }, { model: undefined });
  await client.models.list();
  const { message } = await rejectionOf<Error>(client.chat(PLAIN));
  expect(message).not.toMatch(/\p{Cc}|SECRET|x{200}/u);
  expect(message).toContain('The server has "a');
});
