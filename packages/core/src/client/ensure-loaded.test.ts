import { describe, expect, test } from 'vitest';
import { LmError } from '../errors/lm-error.js';
import type { LoadedInstance, Provider } from '../provider/provider.js';
import { setup } from '../../test/support/fake-models.js';

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

describe('the progress of a load', () => {
  const loading: NonNullable<Provider['loadModel']> = async ({ model }, { onProgress }) => {
    onProgress?.({ fraction: 0.5, stage: 'weights' });
    onProgress?.({ fraction: 1 });
    return { instanceId: model, type: 'llm', loadSeconds: 1 };
  };
  const STEPS = [{ fraction: 0.5, stage: 'weights' }, { fraction: 1 }];

  test.each(['load', 'ensureLoaded'] as const)(
    'is reported to each caller who passed a function: %s',
    async (method) => {
      const { client, plugin } = setup({ loadModel: loading });
      const told: object[] = [];
      await client.models[method]({ model: 'Big' }, { onProgress: (progress) => told.push(progress) });
      expect(told).toEqual(STEPS);
      expect(plugin.calls.map(({ call }) => 'onProgress' in call.options)).not.toContain(true);
    },
  );

  test('is reported to all who joined one load, until they detach', async () => {
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

  test('believes a server that tells only that the model is loaded', async () => {
    const info = { id: 'm', type: 'llm', loaded: true, instances: [], capabilities: {}, raw: {} } as const;
    const { client, calls } = setup({ listModels: async () => [info] });
    expect(await client.models.ensureLoaded({ model: 'm' })).toMatchObject({ instanceId: 'm' });
    expect(calls()).toEqual(['listModels']);
  });

  test('loads once however many request it at once, in whatever case', async () => {
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

  test('what it loaded is unloaded when the last caller has detached', async () => {
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

  test('one who aborts detaches alone', async () => {
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

  test('when all abort the load is ended, and the next one begins anew', async () => {
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

  test('a failure fails all who wait, and is not remembered', async () => {
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
