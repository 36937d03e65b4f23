import { getEventListeners } from 'node:events';
import type { LoadProgress } from '@lmux/core';
import { FakeClock } from '@lmux/core/testing';
import { rejectionOf } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { clientOf } from './support/clients.js';
import { FakeRouter } from './support/fake-router.js';
import { listenersGone, SOON } from './support/router-listeners.js';

const TWO = ['text_model', 'mmproj_model'];

describe('a load', () => {
  test('subscribes to the events first, and ends when the model is loaded', async () => {
    const router = await FakeRouter.start('tiny');
    router.aliases.set('tiny', ['small']);
    router.onLoad = (model) => {
      router.loading('another', { stages: TWO, current: 'text_model', value: 0.9 });
      router.loading(model, { stages: TWO, current: 'text_model', value: 0 });
      router.loading(model, { stages: TWO, current: 'text_model', value: 1 });
      router.loading(model, { stages: TWO, current: 'mmproj_model', value: 0.5 });
      router.loaded(model);
    };
    const steps: LoadProgress[] = [];
    const loaded = await clientOf(router.url).models.load(
      { model: 'small' },
      { onProgress: (step) => steps.push(step) },
    );
    expect(loaded).toMatchObject({ instanceId: 'tiny', type: 'unknown', config: { n_ctx: 2048 }, warnings: [] });
    expect(loaded.loadSeconds).toBeGreaterThan(0);
    expect(router.routes.slice(0, 2)).toEqual(['GET /models/sse', 'POST /models/load']);
    await listenersGone(router);
  });

  test('reports progress over all stages as it arrives', async () => {
    const router = await FakeRouter.start('tiny');
    router.onLoad = () => {};
    const steps: LoadProgress[] = [];
    const loading = clientOf(router.url).models.load({}, { onProgress: (step) => steps.push(step) });
    await expect.poll(() => router.routes.includes('GET /models'), SOON).toBe(true);
    router.loading('tiny', { stages: TWO, current: 'text_model', value: 0.5 });
    router.loading('another', { stages: TWO, current: 'text_model', value: 0.9 });
    router.loading('tiny', { stages: TWO, current: 'mmproj_model', value: 0.5 });
    await expect.poll(() => steps.length, SOON).toBe(2);
    router.loaded('tiny');
    await loading;
    expect(steps).toEqual([
      { fraction: 0.25, stage: 'text_model' },
      { fraction: 0.75, stage: 'mmproj_model' },
    ]);
  });

  test.each([
    ['by an event', true],
    ['by the list', false],
  ])('that fails is reported %s with its exit code, and not retried', async (_, tells) => {
    const router = await FakeRouter.start('tiny');
    router.tells = tells;
    router.onLoad = (model) => router.unloaded(model, 1);
    const error = await rejectionOf(clientOf(router.url, { retry: 2 }).models.load({}));
    expect(error).toMatchObject({ code: 'model_load_failed', provider: 'llamacpp', retryable: false });
    expect(String(error)).toContain('exit code 1');
    expect(router.routes.filter((route) => route === 'POST /models/load')).toHaveLength(1);
    await listenersGone(router);
  });

  test('fails if the process exits later', async () => {
    const router = await FakeRouter.start('tiny');
    router.onLoad = () => {};
    const failing = rejectionOf(clientOf(router.url).models.load({}));
    await expect.poll(() => router.routes.includes('GET /models'), SOON).toBe(true);
    router.unloaded('tiny', 137);
    expect(String(await failing)).toContain('exit code 137');
  });

  test('of a running model takes 0 seconds', async () => {
    const router = await FakeRouter.start('tiny');
    router.models.set('tiny', { value: 'loaded' });
    expect(await clientOf(router.url).models.load({})).toMatchObject({ instanceId: 'tiny', loadSeconds: 0 });
  });

  test('waits for a load that another client started', async () => {
    const router = await FakeRouter.start('tiny');
    router.models.set('tiny', { value: 'loading' });
    const loading = clientOf(router.url).models.load({});
    await expect.poll(() => router.routes.includes('GET /models'), SOON).toBe(true);
    router.loaded('tiny');
    expect(await loading).toMatchObject({ instanceId: 'tiny', loadSeconds: 0 });
  });

  test('of an unknown model rejects with a hint to models.list()', async () => {
    const router = await FakeRouter.start('tiny');
    const error = await rejectionOf(clientOf(router.url).models.load({ model: 'none' }));
    expect(error).toMatchObject({ code: 'model_not_found' });
    expect(String(error)).toContain('models.list()');
  });

  test('polls the list if the router sends no events', async () => {
    const router = await FakeRouter.start('tiny');
    router.tells = false;
    router.onLoad = (model) => router.loading(model, { stages: TWO, current: 'mmproj_model', value: 0 });
    const clock = new FakeClock();
    const steps: LoadProgress[] = [];
    const loading = clientOf(router.url, {}, { clock }).models.load({}, { onProgress: (step) => steps.push(step) });
    await clock.waitForTimer(500);
    router.loaded('tiny');
    clock.advance(500);
    expect(await loading).toMatchObject({ instanceId: 'tiny', loadSeconds: 0.5 });
    expect(steps).toEqual([{ fraction: 0.5, stage: 'mmproj_model' }]);
    expect(clock.timers).toBe(0);
  });

  test('polls the list when the event stream ends early', async () => {
    const router = await FakeRouter.start('tiny');
    router.onLoad = () => {};
    const clock = new FakeClock();
    const loading = clientOf(router.url, {}, { clock }).models.load({});
    await expect.poll(() => router.routes.includes('GET /models'), SOON).toBe(true);
    for (const response of router.listeners) response.destroy();
    // The list is requested once immediately, because an event may have been missed.
    await clock.waitForTimer(500);
    router.loaded('tiny');
    clock.advance(500);
    expect(await loading).toMatchObject({ instanceId: 'tiny' });
  });

  test.each([true, false])("ends with the caller's signal and releases everything (events: %s)", async (tells) => {
    const router = await FakeRouter.start('tiny');
    router.tells = tells;
    router.onLoad = () => {};
    const clock = new FakeClock();
    const controller = new AbortController();
    const failing = rejectionOf(clientOf(router.url, {}, { clock }).models.load({}, { signal: controller.signal }));
    await expect.poll(() => router.routes.includes('GET /models'), SOON).toBe(true);
    if (!tells) await clock.waitForTimer(500);
    controller.abort(new Error('enough'));
    const error = await failing;
    expect(error).toMatchObject({ code: 'aborted', cause: { message: 'enough' } });
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    await listenersGone(router);
    await expect.poll(() => clock.timers, SOON).toBe(0);
  });

  test('ends with its timeout and when the client is closed', async () => {
    const router = await FakeRouter.start('tiny');
    router.onLoad = () => {};
    const clock = new FakeClock();
    const client = clientOf(router.url, {}, { clock });
    const late = rejectionOf(client.models.load({}, { timeouts: { total: 60_000 } }));
    await expect.poll(() => router.routes.includes('GET /models'), SOON).toBe(true);
    clock.advance(60_000);
    expect(await late).toMatchObject({ code: 'total_timeout' });
    const closed = rejectionOf(client.models.load({}));
    await expect.poll(() => router.routes.filter((route) => route === 'GET /models').length, SOON).toBe(2);
    await client.close();
    expect(await closed).toMatchObject({ code: 'closed' });
  });

  test('works with maxConcurrent: 1', async () => {
    const router = await FakeRouter.start('tiny');
    const client = clientOf(router.url, { maxConcurrent: 1 });
    expect(await client.models.load({})).toMatchObject({ instanceId: 'tiny' });
  });

  test('warns about settings that a router does not support', async () => {
    const router = await FakeRouter.start('tiny');
    const { models } = clientOf(router.url);
    const { warnings } = await models.load({ contextLength: 4096, flashAttention: true, extra: { more: 1 } });
    expect(warnings.map(({ code, feature }) => [code, feature])).toEqual([
      ['feature_dropped', 'contextLength'],
      ['feature_dropped', 'flashAttention'],
    ]);
    expect(router.requests.find(({ route }) => route === 'POST /models/load')?.body).toEqual({
      model: 'tiny',
      more: 1,
    });
    await models.unload('tiny');
    expect((await models.load({ contextLength: 2048 })).warnings).toEqual([]);
  });

  test.each(['warn', 'reload'] as const)(
    'is skipped with a warning if the model runs with another context length, which a load cannot change (%s)',
    async (onMismatch) => {
      const router = await FakeRouter.start('tiny');
      router.models.set('tiny', { value: 'loaded' });
      const { models } = clientOf(router.url);
      const { contextLength, warnings } = await models.ensureLoaded({ contextLength: 4096 }, { onMismatch });
      expect(contextLength).toBe(2048);
      expect(warnings).toMatchObject([
        { code: 'context_length_mismatch', message: expect.stringContaining('A load cannot change it') },
      ]);
      expect(router.routes).toEqual(['GET /v1/models', 'GET /props?model=tiny&autoload=false']);
    },
  );
});
