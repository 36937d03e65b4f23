import { FakeClock } from '@lmux/core/testing';
import { rejectionOf } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { clientOf } from './support/clients.js';
import { FakeRouter } from './support/fake-router.js';

describe('list', () => {
  test('reports loaded models, and the instances that can be unloaded', async () => {
    const router = await FakeRouter.start('tiny', 'big', 'asleep');
    router.models.set('tiny', { value: 'loaded' });
    router.models.set('asleep', { value: 'sleeping' });
    expect(await clientOf(router.url).models.list()).toMatchObject([
      { id: 'tiny', loaded: true, instances: [{ id: 'tiny', config: { n_ctx: 2048 } }], maxContextLength: 8192 },
      { id: 'big', loaded: false, instances: [] },
      { id: 'asleep', loaded: false, instances: [{ id: 'asleep', config: {} }] },
    ]);
  });

  test('is used by isRunning to find models by name and alias', async () => {
    const router = await FakeRouter.start('tiny', 'big');
    router.aliases.set('tiny', ['small']);
    router.models.set('tiny', { value: 'loaded' });
    const { models } = clientOf(router.url);
    expect(await Promise.all(['tiny', 'small', 'Tiny', 'big', 'none'].map((name) => models.isRunning(name)))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('unload', () => {
  test('resolves when the model is unloaded', async () => {
    const router = await FakeRouter.start('tiny');
    router.models.set('tiny', { value: 'loaded' });
    router.onUnload = () => {};
    const clock = new FakeClock();
    const unloading = clientOf(router.url, {}, { clock }).models.unload('tiny');
    await clock.waitForTimer(50);
    router.unloaded('tiny', 0);
    clock.advance(50);
    expect(await unloading).toEqual({ instanceId: 'tiny' });
  });

  test('rejects if the model is still running after 30 seconds', async () => {
    const router = await FakeRouter.start('tiny');
    router.models.set('tiny', { value: 'loaded' });
    router.onUnload = () => {};
    const clock = new FakeClock();
    const state = { over: false };
    const failing = rejectionOf(clientOf(router.url, {}, { clock }).models.unload('tiny')).finally(
      () => (state.over = true),
    );
    for (const waitMs of [50, 100, 200, 400, 800]) {
      await clock.waitForTimer(waitMs);
      clock.advance(waitMs);
    }
    while (!state.over) {
      await Promise.race([clock.waitForTimer(1000), failing]);
      clock.advance(1000);
    }
    expect(await failing).toMatchObject({ code: 'server_error' });
    expect(clock.now()).toBeLessThan(32_000);
  });

  test.each([
    ['a model that is not running', 'tiny'],
    ['an unknown model', 'none'],
  ])('rejects %s with model_not_found', async (_, name) => {
    const router = await FakeRouter.start('tiny');
    expect(await rejectionOf(clientOf(router.url).models.unload(name))).toMatchObject({ code: 'model_not_found' });
  });

  test('is called at the end of a block with await using', async () => {
    const router = await FakeRouter.start('tiny');
    const { models } = clientOf(router.url);
    {
      await using loaded = await models.ensureLoaded({});
      expect(loaded.instanceId).toBe('tiny');
    }
    expect(await models.isRunning('tiny')).toBe(false);
  });
});
