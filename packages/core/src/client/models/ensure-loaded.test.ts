import { describe, expect, test, vi } from 'vitest';
import { LmError } from '../../errors/lm-error.js';
import type { LoadedInstance, Provider } from '../../provider/provider.js';
import { setup } from '../../../test/support/fake-models.js';

/** Returns a load that the test ends, and its signal. */
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

describe('the progress of a load', () => {
  const loading: NonNullable<Provider['loadModel']> = async ({ model }, { onProgress }) => {
    onProgress?.({ fraction: 0.5, stage: 'weights' });
    onProgress?.({ fraction: 1 });
    return { instanceId: model, type: 'llm', loadSeconds: 1 };
  };
  const STEPS = [{ fraction: 0.5, stage: 'weights' }, { fraction: 1 }];

  test.each(['load', 'ensureLoaded'] as const)('is reported to the callback of %s', async (method) => {
    const { client, plugin } = setup({ loadModel: loading });
    const told: object[] = [];
    await client.models[method]({ model: 'Big' }, { onProgress: (progress) => told.push(progress) });
    expect(told).toEqual(STEPS);
    expect(plugin.calls.map(({ call }) => 'onProgress' in call.options)).not.toContain(true);
  });

  test.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('boom');
      },
    ],
    ['rejects', () => Promise.reject(new Error('boom'))],
  ])('does not fail the load if the callback %s, which is reported once', async (_what, onProgress) => {
    const warned = vi.fn<(warning: Error) => void>();
    process.on('warning', warned);
    const { client } = setup({ loadModel: loading });
    const options = { onProgress };
    for (const method of ['load', 'ensureLoaded'] as const) {
      expect(await client.models[method]({ model: 'Big' }, options)).toMatchObject({ instanceId: 'Big' });
    }
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', warned);
    expect(warned.mock.calls).toEqual([[expect.objectContaining({ code: 'LMUX_CALLBACK_ERROR' })]]);
    expect(warned.mock.calls[0]?.[0].message).toContain('The onProgress that');
  });

  test('is reported to all callers of a shared load until they detach', async () => {
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
    const canceled = client.models.ensureLoaded(
      { model: 'Big' },
      { signal: controller.signal, onProgress: ({ fraction }) => second?.push(fraction) },
    );
    await held.begun;
    tell(0.25);
    controller.abort();
    await expect(canceled).rejects.toMatchObject({ code: 'aborted' });
    tell(0.75);
    held.finish();
    await staying;
    expect([first, second]).toEqual([[0.25, 0.75], [0.25]]);
  });

  test('requires a function', async () => {
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
  test('returns a loaded instance, which its disposal does not unload', async () => {
    const { client, calls } = setup();
    {
      await using model = await client.models.ensureLoaded({ model: 'WARM' });
      expect(model).toMatchObject({ instanceId: 'warm', type: 'llm', loadSeconds: 0, warnings: [] });
    }
    expect(calls()).toEqual(['listModels']);
  });

  test('accepts the id of an instance', async () => {
    const { client, calls } = setup();
    await client.models.load({ model: 'warm' });
    expect(await client.models.ensureLoaded({ model: 'warm:2' })).toMatchObject({ instanceId: 'warm:2' });
    expect(calls()).toEqual(['loadModel', 'listModels']);
  });

  test('finds a model that the server reports as loaded without instances', async () => {
    const info = { id: 'm', type: 'llm', loaded: true, instances: [], capabilities: {}, raw: {} } as const;
    const { client, calls } = setup({ listModels: async () => [info] });
    expect(await client.models.ensureLoaded({ model: 'm' })).toMatchObject({ instanceId: 'm' });
    expect(calls()).toEqual(['listModels']);
  });

  test('loads once for concurrent calls, regardless of the case of the name', async () => {
    const held = heldLoad();
    const { client, calls } = setup({ loadModel: held.load });
    const loads = Array.from({ length: 10 }, (_, index) =>
      client.models.ensureLoaded({ model: index % 2 === 0 ? 'Big' : 'big' }),
    );
    await held.begun;
    held.finish();
    const models = await Promise.all(loads);
    expect(new Set(models.map(({ instanceId }) => instanceId))).toEqual(new Set(['Big']));
    expect(models.every(({ loadSeconds }) => loadSeconds === 2)).toBe(true);
    expect(calls()).toEqual(['listModels', 'loadModel']);
  });

  test('loads once for two names with the same canonical form', async () => {
    const held = heldLoad();
    const canonicalModelName = (name: string): string => name.split(':', 1)[0] ?? '';
    const { client, calls } = setup({ loadModel: held.load, canonicalModelName });
    const loads = ['Big', 'Big:latest'].map((model) => client.models.ensureLoaded({ model }));
    await held.begun;
    held.finish();
    expect((await Promise.all(loads)).map(({ instanceId }) => instanceId)).toEqual(['Big', 'Big']);
    expect(calls()).toEqual(['listModels', 'loadModel']);
  });

  test('loads two models separately', async () => {
    const { client, calls } = setup({}, [{ id: 'a' }, { id: 'b' }]);
    await Promise.all([client.models.ensureLoaded({ model: 'a' }), client.models.ensureLoaded({ model: 'b' })]);
    expect(calls().filter((call) => call === 'loadModel')).toHaveLength(2);
  });

  test('unloads what it has loaded when the last user disposes it', async () => {
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

  test('an abort detaches only that caller', async () => {
    const held = heldLoad();
    const { client } = setup({ loadModel: held.load });
    const controller = new AbortController();
    const canceled = client.models.ensureLoaded({ model: 'Big' }, { signal: controller.signal });
    const staying = client.models.ensureLoaded({ model: 'Big' }, { signal: new AbortController().signal });
    await held.begun;
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(canceled).rejects.toMatchObject({ code: 'aborted', cause: reason, provider: 'fake' });
    expect(held.signal()?.aborted).toBe(false);
    held.finish();
    expect(await staying).toMatchObject({ instanceId: 'Big' });
    expect(held.signal()?.aborted).toBe(false);
  });

  test('cancels the load when all callers abort, and starts a new one for the next caller', async () => {
    const held = heldLoad();
    const { client, calls } = setup({ loadModel: held.load });
    const controllers = [new AbortController(), new AbortController()];
    const loads = controllers.map(({ signal }) => client.models.ensureLoaded({ model: 'Big' }, { signal }));
    await held.begun;
    for (const controller of controllers) controller.abort();
    for (const one of loads) await expect(one).rejects.toMatchObject({ code: 'aborted' });
    expect(held.signal()?.aborted).toBe(true);
    const again = client.models.ensureLoaded({ model: 'Big' });
    while (calls().length < 4) await Promise.resolve();
    held.finish();
    expect(await again).toMatchObject({ instanceId: 'Big' });
    expect(calls()).toEqual(['listModels', 'loadModel', 'listModels', 'loadModel']);
  });

  test('a failure rejects all callers and is not cached', async () => {
    const held = heldLoad();
    const { client } = setup({ loadModel: held.load });
    const loads = [client.models.ensureLoaded({ model: 'Big' }), client.models.ensureLoaded({ model: 'Big' })];
    await held.begun;
    held.fail(new LmError('model_load_failed', 'no memory'));
    for (const one of loads) await expect(one).rejects.toMatchObject({ code: 'model_load_failed' });
    const { client: healthy } = setup({ loadModel: async () => Promise.reject(new Error('once')) });
    await expect(healthy.models.ensureLoaded({ model: 'Big' })).rejects.toMatchObject({ code: 'unexpected_response' });
  });
});
