import { describe, expect, test, vi } from 'vitest';
import { LmError } from '../../errors/lm-error.js';
import type { LoadedInstance, Provider } from '../../provider/provider.js';
import { ABLE_ROUTE } from '../../testing/fake-matrix.js';
import { createClient } from '../create-client.js';
import { setup } from '../../../test/support/fake-models.js';

const WARM = [{ id: 'warm', loaded: true, contextLength: 1024 }];

describe('ensureLoaded with a running model of another context length', () => {
  test.each([
    ['warns', 4096, [{ code: 'context_length_mismatch', message: expect.stringMatching(/1024.*4096.*onMismatch/) }]],
    ['does not warn about the same length', 1024, []],
    ['does not warn without a requested length', undefined, []],
  ])('%s', async (_what, contextLength, warnings) => {
    const { client, calls } = setup({}, WARM);
    const model = await client.models.ensureLoaded({ model: 'warm', contextLength });
    expect(model).toMatchObject({ instanceId: 'warm', contextLength: 1024, warnings });
    expect(model.warnings).toHaveLength(warnings.length);
    expect(calls()).toEqual(['listModels']);
  });

  test('does not warn if the server does not report the length', async () => {
    const { client } = setup({}, [{ id: 'warm', loaded: true }]);
    expect((await client.models.ensureLoaded({ model: 'warm', contextLength: 9 })).warnings).toEqual([]);
  });

  test('prefers an instance with the requested length', async () => {
    const { client, calls } = setup({}, WARM);
    await client.models.load({ model: 'warm', contextLength: 4096 });
    const model = await client.models.ensureLoaded({ model: 'warm', contextLength: 4096 }, { onMismatch: 'reload' });
    expect(model).toMatchObject({ instanceId: 'warm:2', contextLength: 4096, warnings: [] });
    expect(calls()).toEqual(['loadModel', 'listModels']);
  });

  test('reloads on request, and unloads the new instance when it is disposed', async () => {
    const { client, calls } = setup({}, WARM);
    {
      await using model = await client.models.ensureLoaded(
        { model: 'WARM', contextLength: 4096 },
        { onMismatch: 'reload' },
      );
      expect(model).toMatchObject({ instanceId: 'warm', contextLength: 4096, loadSeconds: 1, warnings: [] });
    }
    expect(calls()).toEqual(['listModels', 'unloadModel warm', 'loadModel', 'unloadModel warm']);
  });

  test('does not reload if a load cannot change the length, and says so', async () => {
    const { client, calls } = setup({ contextLengthApplies: () => 'never' }, WARM);
    const wanted = { model: 'warm', contextLength: 4096 };
    const model = await client.models.ensureLoaded(wanted, { onMismatch: 'reload' });
    expect(model).toMatchObject({
      contextLength: 1024,
      warnings: [{ code: 'context_length_mismatch', message: expect.stringContaining('A load cannot change it') }],
    });
    expect(calls()).toEqual(['listModels']);
  });

  test('reloads the model of an instance that is named by its id', async () => {
    const { client, plugin } = setup({}, WARM);
    await client.models.load({ model: 'warm', contextLength: 2048 });
    const options = { onMismatch: 'reload' } as const;
    await client.models.ensureLoaded({ model: 'warm:2', contextLength: 4096 }, options);
    expect(plugin.calls.slice(2)).toMatchObject([{ request: 'warm:2' }, { request: { model: 'warm' } }]);
  });

  test('reloads only once if the server does not give the requested length', async () => {
    const { client, calls } = setup(
      {
        loadModel: async ({ model }) => ({ instanceId: model, type: 'llm', loadSeconds: 1, contextLength: 1024 }),
        // The instance is listed again after the load.
        unloadModel: async (instanceId) => ({ instanceId }),
      },
      WARM,
    );
    const reload = () => client.models.ensureLoaded({ model: 'warm', contextLength: 4096 }, { onMismatch: 'reload' });
    const models = [...(await Promise.all([reload(), reload(), reload()])), await reload()];
    for (const { warnings } of models) {
      expect(warnings).toMatchObject([
        { code: 'context_length_mismatch', message: expect.not.stringMatching('onMismatch') },
      ]);
    }
    expect(calls().filter((call) => call === 'loadModel')).toHaveLength(1);
  });

  test('shares the new instance with the users of the old one', async () => {
    const { client, calls } = setup({}, [{ id: 'm' }]);
    const first = await client.models.ensureLoaded({ model: 'm', contextLength: 1024 });
    const second = await client.models.ensureLoaded({ model: 'm', contextLength: 2048 }, { onMismatch: 'reload' });
    await first[Symbol.asyncDispose]();
    expect(await client.models.isRunning('m')).toBe(true);
    await second[Symbol.asyncDispose]();
    expect(await client.models.isRunning('m')).toBe(false);
    expect(calls().filter((call) => call.startsWith('unload'))).toEqual(['unloadModel m', 'unloadModel m']);
  });

  test('no longer unloads the old instance if the new one has another id', async () => {
    const { client, calls, plugin } = setup({}, [{ id: 'm' }]);
    const other = createClient({ plugins: [plugin], config: { provider: 'fake' } });
    await client.models.load({ model: 'm' });
    const old = await client.models.load({ model: 'm', contextLength: 1024 });
    await client.models.unload('m');
    const model = await client.models.ensureLoaded({ model: 'm', contextLength: 2048 }, { onMismatch: 'reload' });
    expect([old.instanceId, model.instanceId]).toEqual(['m:2', 'm']);
    // An instance of another application now has the id.
    expect(await other.models.load({ model: 'm' })).toMatchObject({ instanceId: 'm:2' });
    await old[Symbol.asyncDispose]();
    await model[Symbol.asyncDispose]();
    expect(await client.models.isRunning('m:2')).toBe(true);
    expect(calls().filter((call) => call.startsWith('unload'))).toEqual([
      'unloadModel m',
      'unloadModel m:2',
      'unloadModel m',
    ]);
  });

  test('loads the model if the server has unloaded the instance in the meantime', async () => {
    const unloadModel = vi
      .fn<NonNullable<Provider['unloadModel']>>()
      .mockRejectedValueOnce(new LmError('model_not_found', 'gone'))
      .mockRejectedValueOnce(new LmError('server_error', 'broken'));
    const { client, calls } = setup({ unloadModel }, WARM);
    const reload = (contextLength: number) =>
      client.models.ensureLoaded({ model: 'warm', contextLength }, { onMismatch: 'reload' });
    expect(await reload(2048)).toMatchObject({ contextLength: 2048, warnings: [] });
    await expect(reload(4096)).rejects.toMatchObject({ code: 'server_error' });
    expect(calls()).toEqual(['listModels', 'unloadModel warm', 'loadModel', 'listModels', 'unloadModel warm']);
  });

  test.each([
    ['continues for the other callers after an abort', false, { contextLength: 2048 }, 1],
    ['is canceled when the last caller aborts', true, { code: 'aborted' }, 0],
  ])('the unload of a reload %s', async (_what, allAbort, outcome, loads) => {
    let signal: AbortSignal | undefined;
    let finish: () => void = () => {};
    let begin: () => void = () => {};
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const unloadModel: Provider['unloadModel'] = (instanceId, call) =>
      new Promise((resolve, reject) => {
        ({ signal } = call.options);
        signal?.addEventListener('abort', () => reject(signal?.reason));
        finish = () => resolve({ instanceId });
        begin();
      });
    const { client, calls } = setup({ unloadModel }, WARM);
    const [leaving, other] = [new AbortController(), new AbortController()];
    const [left, others] = [leaving, other].map((controller) =>
      client.models.ensureLoaded(
        { model: 'warm', contextLength: 2048 },
        { onMismatch: 'reload', signal: controller.signal },
      ),
    );
    await begun;
    leaving.abort();
    await expect(left).rejects.toMatchObject({ code: 'aborted' });
    expect(signal?.aborted).toBe(false);
    if (allAbort) other.abort();
    else finish();
    expect(await others?.catch((error: unknown) => error)).toMatchObject(outcome);
    expect(signal?.aborted).toBe(allAbort);
    expect(calls().filter((call) => call === 'loadModel')).toHaveLength(loads);
  });

  test('warns a caller that joins the load of another length, or reloads for it', async () => {
    for (const onMismatch of ['warn', 'reload'] as const) {
      const { client, calls } = setup({}, [{ id: 'm' }]);
      const [first, second] = await Promise.all([
        client.models.ensureLoaded({ model: 'm', contextLength: 1024 }),
        client.models.ensureLoaded({ model: 'm', contextLength: 2048 }, { onMismatch }),
      ]);
      expect(first.warnings).toEqual([]);
      const isReload = onMismatch === 'reload';
      expect(second.warnings.map(({ code }) => code)).toEqual(isReload ? [] : ['context_length_mismatch']);
      expect(calls().filter((call) => call === 'loadModel')).toHaveLength(isReload ? 2 : 1);
    }
  });

  test('does not pass on the warning about the length that another caller requested', async () => {
    const warning = { code: 'context_length_mismatch', feature: 'contextLength', message: 'm' };
    const loadModel: Provider['loadModel'] = async () => ({
      instanceId: 'm',
      type: 'llm',
      loadSeconds: 1,
      contextLength: 2048,
      warnings: [warning],
    });
    const { client } = setup({ loadModel }, [{ id: 'm' }]);
    const [first, second] = await Promise.all([
      client.models.ensureLoaded({ model: 'm', contextLength: 9999 }),
      client.models.ensureLoaded({ model: 'm', contextLength: 2048 }),
    ]);
    expect([first.warnings, second.warnings]).toEqual([[warning], []]);
  });
});

test('reports to the provider that a running instance is reused, and with which name', async () => {
  const reused: [string, LoadedInstance][] = [];
  const { client } = setup({ reuseInstance: (model, instance) => void reused.push([model, instance]) }, WARM);
  await client.models.ensureLoaded({ model: 'Warm' });
  await client.models.ensureLoaded({ model: 'warm', contextLength: 9 }, { onMismatch: 'reload' });
  expect(reused).toMatchObject([['Warm', { instanceId: 'warm', contextLength: 1024 }]]);
});

test.each([
  ['load', { onMismatch: 'reload' }],
  ['ensureLoaded', { onMismatch: 'never' }],
] as const)('%s rejects the options %j', async (method, options) => {
  const { client, calls } = setup({}, WARM);
  await expect(client.models[method]({ model: 'warm' }, options as never)).rejects.toMatchObject({
    code: 'invalid_request',
    message: expect.stringContaining('onMismatch'),
  });
  expect(calls()).toEqual([]);
});

test('"reload" requires a route that can unload', async () => {
  const { client, calls } = setup({}, WARM, { fake: { ...ABLE_ROUTE, 'models.unload': 'no' } });
  const reloading = client.models.ensureLoaded({ model: 'warm', contextLength: 9 }, { onMismatch: 'reload' });
  await expect(reloading).rejects.toMatchObject({ code: 'capability_unsupported' });
  expect(calls()).toEqual([]);
});
