import { FakeClock } from '@lmux/core/testing';
import { rejectionOf } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { clientOf } from './support/clients.js';
import { FakeRouter } from './support/fake-router.js';

describe('the list', () => {
  test('tells what is loaded, and what of it can be unloaded', async () => {
    const router = await FakeRouter.start('tiny', 'big', 'asleep');
    router.models.set('tiny', { value: 'loaded' });
    router.models.set('asleep', { value: 'sleeping' });
    expect(await clientOf(router.url).models.list()).toMatchObject([
      { id: 'tiny', loaded: true, instances: [{ id: 'tiny', config: { n_ctx: 2048 } }], maxContextLength: 8192 },
      { id: 'big', loaded: false, instances: [] },
      { id: 'asleep', loaded: false, instances: [{ id: 'asleep', config: {} }] },
    ]);
  });

  test('is looked at for what runs, by name and alias', async () => {
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

describe('an unload', () => {
  test('is over when the model is unloaded', async () => {
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

  test('is not waited for without end', async () => {
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
    ['that does not run', 'tiny'],
    ['that the router does not have', 'none'],
  ])('of a model %s is model_not_found', async (_, name) => {
    const router = await FakeRouter.start('tiny');
    expect(await rejectionOf(clientOf(router.url).models.unload(name))).toMatchObject({ code: 'model_not_found' });
  });

  test('comes at the end of the block that loaded the model', async () => {
    const router = await FakeRouter.start('tiny');
    const { models } = clientOf(router.url);
    {
      await using loaded = await models.ensureLoaded({});
      expect(loaded.instanceId).toBe('tiny');
    }
    expect(await models.isRunning('tiny')).toBe(false);
  });
});
