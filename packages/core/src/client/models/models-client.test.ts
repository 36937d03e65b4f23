import { describe, expect, test } from 'vitest';
import type { Capability } from '../../contract/capability.js';
import type { LmClient } from '../../contract/lm-client.js';
import type { LoadedModel } from '../../contract/model.js';
import { LmError } from '../../errors/lm-error.js';
import { createClient } from '../create-client.js';
import { ABLE_ROUTE } from '../../testing/fake-matrix.js';
import { fakeProvider } from '../../testing/fake-provider.js';
import { MODELS, setup } from '../../../test/support/fake-models.js';

describe('isRunning and assertRunning', () => {
  test('use the result of the provider', async () => {
    const { client } = setup();
    expect(await client.models.isRunning('warm')).toBe(true);
    expect(await client.models.isRunning('Big')).toBe(false);
    expect(await client.models.assertRunning('warm')).toBeUndefined();
    await expect(client.models.assertRunning('Big')).rejects.toMatchObject({
      code: 'model_not_found',
      provider: 'fake',
      message: expect.stringContaining('Model "Big" is not loaded.'),
    });
  });

  test.each(['isRunning', 'assertRunning', 'unloadAll'] as const)(
    '%s does not use the default model of the client if the name is empty',
    async (method) => {
      const plugin = fakeProvider({ models: [{ id: 'mine', loaded: true }] });
      const client = createClient({ plugins: [plugin], config: { provider: 'fake', model: 'mine' } });
      await expect(client.models[method]('')).rejects.toMatchObject({ code: 'empty_model' });
      expect(plugin.calls).toEqual([]);
    },
  );
});

describe('load', () => {
  test('returns the result of the provider, with an array of warnings', async () => {
    const warning = { code: 'context_length_mismatch', message: 'm' };
    const { client } = setup({
      loadModel: async () => ({ instanceId: 'i', type: 'llm', loadSeconds: 3, config: { a: 1 }, warnings: [warning] }),
    });
    expect(await client.models.load({ model: 'x' })).toMatchObject({
      instanceId: 'i',
      type: 'llm',
      loadSeconds: 3,
      config: { a: 1 },
      warnings: [warning],
    });
    expect(await setup().client.models.load({ model: 'Big' })).toMatchObject({ warnings: [] });
  });

  test('returns a model that the end of an await using block unloads once', async () => {
    const { client, calls } = setup();
    let kept: LoadedModel | undefined;
    {
      await using model = await client.models.load({ model: 'Big' });
      expect(await client.models.isRunning('Big')).toBe(true);
      kept = model;
    }
    expect(await client.models.isRunning('Big')).toBe(false);
    await kept[Symbol.asyncDispose]();
    expect(calls().filter((call) => call.startsWith('unload'))).toEqual(['unloadModel Big']);
  });

  test('returns a model that is not unloaded again after an explicit unload', async () => {
    const { client, calls } = setup();
    const first = await client.models.load({ model: 'Big' });
    await client.models.unload('Big');
    await first[Symbol.asyncDispose]();
    const second = await client.models.load({ model: 'Big' });
    await client.models.unloadAll('Big');
    await second[Symbol.asyncDispose]();
    expect(calls().filter((call) => call.startsWith('unload'))).toEqual(['unloadModel Big', 'unloadModel Big']);
  });

  test('returns a model whose disposal ignores model_not_found but no other error', async () => {
    let code: 'model_not_found' | 'server_error' = 'model_not_found';
    const { client } = setup({ unloadModel: () => Promise.reject(new LmError(code, 'gone')) });
    await (await client.models.load({ model: 'Big' }))[Symbol.asyncDispose]();
    code = 'server_error';
    const model = await client.models.load({ model: 'Big' });
    await expect(model[Symbol.asyncDispose]()).rejects.toMatchObject({ code: 'server_error' });
  });
});

describe('unload and unloadAll', () => {
  test('unload returns the id of the instance', async () => {
    expect(await setup().client.models.unload('warm')).toEqual({ instanceId: 'warm' });
  });

  test('unloadAll unloads only the instances of the model', async () => {
    const { client, calls } = setup({}, [
      { id: 'warm', loaded: true },
      { id: 'warmer', loaded: true },
    ]);
    await client.models.load({ model: 'warm' });
    expect(await client.models.unloadAll('Warm')).toEqual({ instanceIds: ['warm', 'warm:2'] });
    expect(await client.models.unloadAll('warm')).toEqual({ instanceIds: [] });
    expect(calls()).toEqual(['loadModel', 'listModels', 'unloadModel warm', 'unloadModel warm:2', 'listModels']);
  });

  test('unloadAll and ensureLoaded find a model by its aliases', async () => {
    const { client, calls } = setup({}, [{ id: 'warm:latest', aliases: ['warm'], loaded: true }]);
    expect(await client.models.ensureLoaded({ model: 'warm' })).toMatchObject({ instanceId: 'warm:latest' });
    expect(calls()).toEqual(['listModels']);
    expect(await client.models.unloadAll('WARM')).toEqual({ instanceIds: ['warm:latest'] });
  });

  test('unloadAll and ensureLoaded compare canonical names', async () => {
    const canonicalModelName = (name: string): string => name.split(':', 1)[0] ?? '';
    const { client, calls } = setup({ canonicalModelName }, [{ id: 'warm:latest', loaded: true }, { id: 'Big' }]);
    expect(await client.models.ensureLoaded({ model: 'warm' })).toMatchObject({ instanceId: 'warm:latest' });
    await expect(client.models.unloadAll('WARM')).rejects.toMatchObject({ code: 'model_not_found' });
    expect(await client.models.unloadAll('warm')).toEqual({ instanceIds: ['warm:latest'] });
    expect(calls()).toEqual(['listModels', 'listModels', 'listModels', 'unloadModel warm:latest']);
  });

  test('unloadAll rejects a model that the server does not have, and the id of an instance', async () => {
    const { client, calls } = setup({}, [{ id: 'warm', loaded: true }]);
    await client.models.load({ model: 'warm' });
    for (const name of ['unknown', 'warm:2']) {
      await expect(client.models.unloadAll(name)).rejects.toMatchObject({
        code: 'model_not_found',
        provider: 'fake',
        message: expect.stringContaining(`The server has no model "${name}". models.list() returns its models.`),
      });
    }
    expect(calls().filter((call) => call.startsWith('unload'))).toEqual([]);
  });

  test('unloadAll ignores model_not_found but stops at another error', async () => {
    let code: 'model_not_found' | 'server_error' = 'model_not_found';
    const { client, calls } = setup({ unloadModel: () => Promise.reject(new LmError(code, 'x')) });
    await client.models.load({ model: 'warm' });
    expect(await client.models.unloadAll('warm')).toEqual({ instanceIds: ['warm', 'warm:2'] });
    code = 'server_error';
    await expect(client.models.unloadAll('warm')).rejects.toMatchObject({ code: 'server_error' });
    expect(calls().filter((call) => call.startsWith('unload'))).toHaveLength(3);
  });
});

describe('rejects before anything is sent if the matrix denies the capability', () => {
  type Operation = (models: LmClient['models']) => Promise<unknown>;
  const OPERATIONS: readonly [operation: string, capability: Capability, call: Operation][] = [
    ['list', 'models.list', (models) => models.list()],
    ['isRunning', 'models.running', (models) => models.isRunning('m')],
    ['assertRunning', 'models.running', (models) => models.assertRunning('m')],
    ['load', 'models.load', (models) => models.load({ model: 'm' })],
    ['ensureLoaded', 'models.load', (models) => models.ensureLoaded({ model: 'm' })],
    ['ensureLoaded without models.list', 'models.list', (models) => models.ensureLoaded({ model: 'm' })],
    ['unload', 'models.unload', (models) => models.unload('m')],
    ['unloadAll', 'models.unload', (models) => models.unloadAll('m')],
    ['unloadAll without models.list', 'models.list', (models) => models.unloadAll('m')],
    ['download', 'models.download', (models) => models.download({ model: 'm' })],
    ['downloadStatus', 'models.downloadStatus', (models) => models.downloadStatus('j')],
    ['watchDownload', 'models.downloadStatus', (models) => models.watchDownload('j').next()],
  ];
  test.each(OPERATIONS)('%s', async (_operation, capability, call) => {
    const { client, plugin } = setup({}, MODELS, { only: { ...ABLE_ROUTE, [capability]: 'no' } });
    await expect(call(client.models)).rejects.toMatchObject({
      code: 'capability_unsupported',
      provider: 'fake',
      missing: [{ feature: capability, routes: ['only'] }],
    });
    expect(plugin.calls).toEqual([]);
  });
});

test('each method uses the first route that supports it', async () => {
  const { client, plugin } = setup({}, MODELS, {
    first: { ...ABLE_ROUTE, 'models.load': 'no', 'models.download': 'no', 'models.running': 'no' },
    second: { ...ABLE_ROUTE, 'models.list': 'no', 'models.unload': 'no' },
  });
  await client.models.ensureLoaded({ model: 'Big' });
  await client.models.unloadAll('Big');
  await client.models.download({ model: 'x' });
  await client.models.isRunning('x');
  expect(plugin.calls.map(({ method, call }) => [method, call.route])).toEqual([
    ['listModels', 'first'],
    ['loadModel', 'second'],
    ['listModels', 'first'],
    ['unloadModel', 'first'],
    ['downloadModel', 'second'],
    ['isModelRunning', 'second'],
  ]);
});
