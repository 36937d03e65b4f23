import { describe, expect, test } from 'vitest';
import { rejectionOf } from '@lmux/test-support';
import type { ClientConfig } from '../contract/client-config.js';
import type { ModelInfo } from '../contract/model.js';
import { LmError } from '../errors/lm-error.js';
import { PLAIN, info, BLIND, setup } from '../../test/support/model-clients.js';

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

  test('is not used if a model is named', async () => {
    const { client, methodsOf } = choose([], { model: 'm' });
    await client.chat(PLAIN);
    expect(methodsOf()).toEqual(['chat']);
  });
});

test('empty_model names the models of the server when they are known', async () => {
  const { client } = setup({ listModels: async () => [info('a'), info('b')] }, { model: undefined });
  const message = async () => (await rejectionOf<Error>(client.chat(PLAIN))).message;
  expect(await message()).not.toContain('The server has');
  await client.models.list();
  expect(await message()).toContain('The server has "a", "b".');
});
