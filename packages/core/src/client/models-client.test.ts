import { describe, expect, test } from 'vitest';
import type { Capability } from '../contract/capability.js';
import type { LmClient } from '../contract/lm-client.js';
import type { LoadedModel } from '../contract/model.js';
import { LmError } from '../errors/lm-error.js';
import { createClient } from './create-client.js';
import type { LoadedInstance, Provider } from '../provider/provider.js';
import { ABLE_ROUTE } from '../testing/fake-matrix.js';
import { fakeProvider, type FakeProviderPlugin, type FakeRoutes } from '../testing/fake-provider.js';
import type { FakeModel } from '../testing/fake-shelf.js';

interface Setup {
  readonly plugin: FakeProviderPlugin<string, FakeRoutes>;
  readonly client: LmClient;
  /** The names of the provider's methods that were called, with what they were asked for where that is an id. */
  readonly calls: () => string[];
}

const MODELS: readonly FakeModel[] = [{ id: 'Big' }, { id: 'warm', loaded: true }];

function setup(methods: Provider = {}, models = MODELS, routes?: FakeRoutes): Setup {
  const plugin = fakeProvider<string, FakeRoutes>({ id: 'fake', methods, models, routes });
  const client = createClient({ plugins: [plugin], config: { provider: 'fake' } });
  const calls = (): string[] =>
    plugin.calls.map(({ method, request }) => (typeof request === 'string' ? `${method} ${request}` : method));
  return { plugin, client, calls };
}

/** A load that a test ends by hand, and the signal that it was given. */
function heldLoad(): {
  load: NonNullable<Provider['loadModel']>;
  begun: Promise<void>;
  finish: (instance?: Partial<LoadedInstance>) => void;
  fail: (error: unknown) => void;
  signal: () => AbortSignal | undefined;
} {
  let finish: (instance?: Partial<LoadedInstance>) => void = () => {};
  let fail: (error: unknown) => void = () => {};
  let begin: () => void = () => {};
  let signal: AbortSignal | undefined;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  return {
    load: ({ model }, call) =>
      new Promise<LoadedInstance>((resolve, reject) => {
        signal = call.options.signal;
        finish = (instance) => resolve({ instanceId: model, type: 'llm', loadSeconds: 2, ...instance });
        fail = reject;
        signal?.addEventListener('abort', () => reject(signal?.reason));
        begin();
      }),
    begun,
    finish: (instance) => finish(instance),
    fail: (error) => fail(error),
    signal: () => signal,
  };
}

describe('running', () => {
  test('is decided by the provider; not running is model_not_found', async () => {
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

  test("is about the client's model where none is named", async () => {
    const client = createClient({ plugins: [fakeProvider()], config: { provider: 'fake', model: 'mine' } });
    await expect(client.models.assertRunning('')).rejects.toThrow('Model "mine" is not loaded.');
  });
});

describe('load', () => {
  test('returns what the provider returns, and always warnings', async () => {
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

  test('the end of the block unloads it, once', async () => {
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

  test('one that was unloaded by hand is not unloaded twice', async () => {
    const { client, calls } = setup();
    const first = await client.models.load({ model: 'Big' });
    await client.models.unload('Big');
    await first[Symbol.asyncDispose]();
    const second = await client.models.load({ model: 'Big' });
    await client.models.unloadAll('Big');
    await second[Symbol.asyncDispose]();
    expect(calls().filter((call) => call.startsWith('unload'))).toEqual(['unloadModel Big', 'unloadModel Big']);
  });

  test('one that the server unloaded by itself is no failure; another failure is one', async () => {
    let code: 'model_not_found' | 'server_error' = 'model_not_found';
    const { client } = setup({ unloadModel: () => Promise.reject(new LmError(code, 'gone')) });
    await (await client.models.load({ model: 'Big' }))[Symbol.asyncDispose]();
    code = 'server_error';
    const model = await client.models.load({ model: 'Big' });
    await expect(model[Symbol.asyncDispose]()).rejects.toMatchObject({ code: 'server_error' });
  });
});

describe('the progress of a load', () => {
  const loading: NonNullable<Provider['loadModel']> = async ({ model }, { onProgress }) => {
    onProgress?.({ fraction: 0.5, stage: 'weights' });
    onProgress?.({ fraction: 1 });
    return { instanceId: model, type: 'llm', loadSeconds: 1 };
  };
  const STEPS = [{ fraction: 0.5, stage: 'weights' }, { fraction: 1 }];

  test.each(['load', 'ensureLoaded'] as const)('is reported to the listener: %s', async (verb) => {
    const { client, plugin } = setup({ loadModel: loading });
    const told: object[] = [];
    await client.models[verb]({ model: 'Big' }, { onProgress: (progress) => told.push(progress) });
    expect(told).toEqual(STEPS);
    expect(plugin.calls.map(({ call }) => 'onProgress' in call.options)).not.toContain(true);
  });

  test('is reported to all callers of one load, until they abort', async () => {
    let tell: (fraction: number) => void = () => {};
    const held = heldLoad();
    const { client } = setup({
      loadModel: (request, call) => {
        tell = (fraction) => call.onProgress?.({ fraction });
        return held.load(request, call);
      },
    });
    const [first, second]: number[][] = [[], []];
    const controller = new AbortController();
    const staying = client.models.ensureLoaded(
      { model: 'Big' },
      { onProgress: ({ fraction }) => first?.push(fraction) },
    );
    const leaving = client.models.ensureLoaded(
      { model: 'Big' },
      { signal: controller.signal, onProgress: ({ fraction }) => second?.push(fraction) },
    );
    await held.begun;
    tell(0.25);
    controller.abort();
    await expect(leaving).rejects.toMatchObject({ code: 'aborted' });
    tell(0.75);
    held.finish();
    await staying;
    expect([first, second]).toEqual([[0.25, 0.75], [0.25]]);
  });

  test('is requested by a function', async () => {
    const { client, calls } = setup();
    const options = { onProgress: 'yes' as never };
    await expect(client.models.load({ model: 'Big' }, options)).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('onProgress'),
    });
    expect(calls()).toEqual([]);
  });
});

describe('ensureLoaded', () => {
  test('gives the instance that runs, which its end does not unload', async () => {
    const { client, calls } = setup();
    {
      await using model = await client.models.ensureLoaded({ model: 'WARM' });
      expect(model).toMatchObject({ instanceId: 'warm', type: 'llm', loadSeconds: 0, warnings: [] });
    }
    expect(calls()).toEqual(['listModels']);
  });

  test('takes the id of an instance too', async () => {
    const { client, calls } = setup();
    await client.models.load({ model: 'warm' });
    expect(await client.models.ensureLoaded({ model: 'warm:2' })).toMatchObject({ instanceId: 'warm:2' });
    expect(calls()).toEqual(['loadModel', 'listModels']);
  });

  test('takes the word of a server that lists no instances', async () => {
    const info = { id: 'm', type: 'llm', loaded: true, instances: [], capabilities: {}, raw: {} } as const;
    const { client, calls } = setup({ listModels: async () => [info] });
    expect(await client.models.ensureLoaded({ model: 'm' })).toMatchObject({ instanceId: 'm' });
    expect(calls()).toEqual(['listModels']);
  });

  test('loads once for many calls at once, in any case', async () => {
    const held = heldLoad();
    const { client, calls } = setup({ loadModel: held.load });
    const asked = Array.from({ length: 10 }, (_, index) =>
      client.models.ensureLoaded({ model: index % 2 === 0 ? 'Big' : 'big' }),
    );
    await held.begun;
    held.finish();
    const models = await Promise.all(asked);
    expect(new Set(models.map(({ instanceId }) => instanceId))).toEqual(new Set(['Big']));
    expect(models.every(({ loadSeconds }) => loadSeconds === 2)).toBe(true);
    expect(calls()).toEqual(['listModels', 'loadModel']);
  });

  test("loads once for two names that are one by the provider's rule", async () => {
    const held = heldLoad();
    const canonicalModelName = (name: string): string => name.split(':', 1)[0] ?? '';
    const { client, calls } = setup({ loadModel: held.load, canonicalModelName });
    const loads = ['Big', 'Big:latest'].map((model) => client.models.ensureLoaded({ model }));
    await held.begun;
    held.finish();
    expect((await Promise.all(loads)).map(({ instanceId }) => instanceId)).toEqual(['Big', 'Big']);
    expect(calls()).toEqual(['listModels', 'loadModel']);
  });

  test('two models are two loads', async () => {
    const { client, calls } = setup({}, [{ id: 'a' }, { id: 'b' }]);
    await Promise.all([client.models.ensureLoaded({ model: 'a' }), client.models.ensureLoaded({ model: 'b' })]);
    expect(calls().filter((call) => call === 'loadModel')).toHaveLength(2);
  });

  test('unloads what it loaded when the last user has released it', async () => {
    const { client, calls } = setup();
    const controller = new AbortController();
    const [first, second] = await Promise.all([
      client.models.ensureLoaded({ model: 'Big' }),
      client.models.ensureLoaded({ model: 'Big' }, { signal: controller.signal }),
    ]);
    const third = await client.models.ensureLoaded({ model: 'Big' });
    await first[Symbol.asyncDispose]();
    await first[Symbol.asyncDispose]();
    await second[Symbol.asyncDispose]();
    expect(await client.models.isRunning('Big')).toBe(true);
    await third[Symbol.asyncDispose]();
    expect(await client.models.isRunning('Big')).toBe(false);
    expect(calls().filter((call) => call.startsWith('unload'))).toEqual(['unloadModel Big']);
  });

  test('an abort detaches only its caller', async () => {
    const held = heldLoad();
    const { client } = setup({ loadModel: held.load });
    const controller = new AbortController();
    const leaving = client.models.ensureLoaded({ model: 'Big' }, { signal: controller.signal });
    const staying = client.models.ensureLoaded({ model: 'Big' }, { signal: new AbortController().signal });
    await held.begun;
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(leaving).rejects.toMatchObject({ code: 'aborted', cause: reason, provider: 'fake' });
    expect(held.signal()?.aborted).toBe(false);
    held.finish();
    expect(await staying).toMatchObject({ instanceId: 'Big' });
    expect(held.signal()?.aborted).toBe(false);
  });

  test('when all abort the load is ended, and the next one begins anew', async () => {
    const held = heldLoad();
    const { client, calls } = setup({ loadModel: held.load });
    const controllers = [new AbortController(), new AbortController()];
    const asked = controllers.map(({ signal }) => client.models.ensureLoaded({ model: 'Big' }, { signal }));
    await held.begun;
    for (const controller of controllers) controller.abort();
    for (const one of asked) await expect(one).rejects.toMatchObject({ code: 'aborted' });
    expect(held.signal()?.aborted).toBe(true);
    const again = client.models.ensureLoaded({ model: 'Big' });
    while (calls().length < 4) await Promise.resolve();
    held.finish();
    expect(await again).toMatchObject({ instanceId: 'Big' });
    expect(calls()).toEqual(['listModels', 'loadModel', 'listModels', 'loadModel']);
  });

  test('a failure fails all who wait, and is not remembered', async () => {
    const held = heldLoad();
    const { client } = setup({ loadModel: held.load });
    const asked = [client.models.ensureLoaded({ model: 'Big' }), client.models.ensureLoaded({ model: 'Big' })];
    await held.begun;
    held.fail(new LmError('model_load_failed', 'no memory'));
    for (const one of asked) await expect(one).rejects.toMatchObject({ code: 'model_load_failed' });
    const { client: healthy } = setup({ loadModel: async () => Promise.reject(new Error('once')) });
    await expect(healthy.models.ensureLoaded({ model: 'Big' })).rejects.toMatchObject({ code: 'unexpected_response' });
  });
});

describe('unload', () => {
  test('gives the id of the instance', async () => {
    expect(await setup().client.models.unload('warm')).toEqual({ instanceId: 'warm' });
  });

  test('unloadAll unloads every instance of the model, and no other', async () => {
    const { client, calls } = setup({}, [
      { id: 'warm', loaded: true },
      { id: 'warmer', loaded: true },
    ]);
    await client.models.load({ model: 'warm' });
    expect(await client.models.unloadAll('Warm')).toEqual({ instanceIds: ['warm', 'warm:2'] });
    expect(await client.models.unloadAll('warm')).toEqual({ instanceIds: [] });
    expect(calls()).toEqual(['loadModel', 'listModels', 'unloadModel warm', 'unloadModel warm:2', 'listModels']);
  });

  test('unloadAll and ensureLoaded know a model by its aliases', async () => {
    const { client, calls } = setup({}, [{ id: 'warm:latest', aliases: ['warm'], loaded: true }]);
    expect(await client.models.ensureLoaded({ model: 'warm' })).toMatchObject({ instanceId: 'warm:latest' });
    expect(calls()).toEqual(['listModels']);
    expect(await client.models.unloadAll('WARM')).toEqual({ instanceIds: ['warm:latest'] });
  });

  test("unloadAll and ensureLoaded compare names by the provider's rule", async () => {
    const canonicalModelName = (name: string): string => name.split(':', 1)[0] ?? '';
    const { client, calls } = setup({ canonicalModelName }, [{ id: 'warm:latest', loaded: true }, { id: 'Big' }]);
    expect(await client.models.ensureLoaded({ model: 'warm' })).toMatchObject({ instanceId: 'warm:latest' });
    expect(await client.models.unloadAll('WARM')).toEqual({ instanceIds: [] });
    expect(await client.models.unloadAll('warm')).toEqual({ instanceIds: ['warm:latest'] });
    expect(calls()).toEqual(['listModels', 'listModels', 'listModels', 'unloadModel warm:latest']);
  });

  test('unloadAll goes on over an instance that is gone, and stops at a failure', async () => {
    let code: 'model_not_found' | 'server_error' = 'model_not_found';
    const { client, calls } = setup({ unloadModel: () => Promise.reject(new LmError(code, 'x')) });
    await client.models.load({ model: 'warm' });
    expect(await client.models.unloadAll('warm')).toEqual({ instanceIds: ['warm', 'warm:2'] });
    code = 'server_error';
    await expect(client.models.unloadAll('warm')).rejects.toMatchObject({ code: 'server_error' });
    expect(calls().filter((call) => call.startsWith('unload'))).toHaveLength(3);
  });
});

describe('what the matrix denies is refused before anything is sent', () => {
  type Verb = (models: LmClient['models']) => Promise<unknown>;
  const VERBS: readonly [verb: string, capability: Capability, call: Verb][] = [
    ['list', 'models.list', (models) => models.list()],
    ['isRunning', 'models.running', (models) => models.isRunning('m')],
    ['assertRunning', 'models.running', (models) => models.assertRunning('m')],
    ['load', 'models.load', (models) => models.load({ model: 'm' })],
    ['ensureLoaded', 'models.load', (models) => models.ensureLoaded({ model: 'm' })],
    ['ensureLoaded, which lists', 'models.list', (models) => models.ensureLoaded({ model: 'm' })],
    ['unload', 'models.unload', (models) => models.unload('m')],
    ['unloadAll', 'models.unload', (models) => models.unloadAll('m')],
    ['unloadAll, which lists', 'models.list', (models) => models.unloadAll('m')],
    ['download', 'models.download', (models) => models.download({ model: 'm' })],
    ['downloadStatus', 'models.downloadStatus', (models) => models.downloadStatus('j')],
    ['watchDownload', 'models.downloadStatus', (models) => models.watchDownload('j').next()],
  ];
  test.each(VERBS)('%s', async (_verb, capability, call) => {
    const { client, plugin } = setup({}, MODELS, { only: { ...ABLE_ROUTE, [capability]: 'no' } });
    await expect(call(client.models)).rejects.toMatchObject({
      code: 'capability_unsupported',
      provider: 'fake',
      missing: [{ feature: capability, routes: ['only'] }],
    });
    expect(plugin.calls).toEqual([]);
  });
});

test('each method takes the route that has it', async () => {
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
