import { getEventListeners } from 'node:events';
import { isLmError, type LoadProgress } from '@lmux/core';
import { FakeClock } from '@lmux/core/testing';
import { rejectionOf } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { clientOf } from './support/clients.js';
import { FakeRouter } from './support/fake-router.js';
import { refusal } from './support/script-server.js';

/** For what happens within milliseconds, on a machine that may have much to do. */
const SOON = { interval: 5, timeout: 10_000 };
const TWO = ['text_model', 'mmproj_model'];

/** Nobody listens to the router any more. */
async function left(router: FakeRouter): Promise<void> {
  await expect.poll(() => router.listeners.size, SOON).toBe(0);
}

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

describe('a load', () => {
  test('tells its progress over all stages, and ends when the model is loaded', async () => {
    const router = await FakeRouter.start('tiny');
    router.aliases.set('tiny', ['small']);
    router.onLoad = (model) => {
      router.loading('another', { stages: TWO, current: 'text_model', value: 0.9 });
      router.loading(model, { stages: TWO, current: 'text_model', value: 0 });
      router.loading(model, { stages: TWO, current: 'text_model', value: 1 });
      router.loading(model, { stages: TWO, current: 'mmproj_model', value: 0.5 });
      router.loaded(model);
    };
    const told: LoadProgress[] = [];
    const loaded = await clientOf(router.url).models.load(
      { model: 'small' },
      { onProgress: (step) => told.push(step) },
    );
    expect(loaded).toMatchObject({ instanceId: 'tiny', type: 'unknown', config: { n_ctx: 2048 }, warnings: [] });
    expect(loaded.loadSeconds).toBeGreaterThan(0);
    expect(router.routes.slice(0, 2)).toEqual(['GET /models/sse', 'POST /models/load']);
    await left(router);
  });

  test('tells progress as it comes', async () => {
    const router = await FakeRouter.start('tiny');
    router.onLoad = () => {};
    const told: LoadProgress[] = [];
    const loading = clientOf(router.url).models.load({}, { onProgress: (step) => told.push(step) });
    await expect.poll(() => router.routes.includes('GET /models'), SOON).toBe(true);
    router.loading('tiny', { stages: TWO, current: 'text_model', value: 0.5 });
    router.loading('another', { stages: TWO, current: 'text_model', value: 0.9 });
    router.loading('tiny', { stages: TWO, current: 'mmproj_model', value: 0.5 });
    await expect.poll(() => told.length, SOON).toBe(2);
    router.loaded('tiny');
    await loading;
    expect(told).toEqual([
      { fraction: 0.25, stage: 'text_model' },
      { fraction: 0.75, stage: 'mmproj_model' },
    ]);
  });

  test.each([
    ['by an event', true],
    ['by the list', false],
  ])('that fails is told %s, with the exit code, and not repeated', async (_, tells) => {
    const router = await FakeRouter.start('tiny');
    router.tells = tells;
    router.onLoad = (model) => router.unloaded(model, 1);
    const error = await rejectionOf(clientOf(router.url, { retry: 2 }).models.load({}));
    expect(error).toMatchObject({ code: 'model_load_failed', provider: 'llamacpp', retryable: false });
    expect(String(error)).toContain('exit code 1');
    expect(router.routes.filter((route) => route === 'POST /models/load')).toHaveLength(1);
    await left(router);
  });

  test('whose process dies later fails too', async () => {
    const router = await FakeRouter.start('tiny');
    router.onLoad = () => {};
    const failing = rejectionOf(clientOf(router.url).models.load({}));
    await expect.poll(() => router.routes.includes('GET /models'), SOON).toBe(true);
    router.unloaded('tiny', 137);
    expect(String(await failing)).toContain('exit code 137');
  });

  test('of a model that runs already is none', async () => {
    const router = await FakeRouter.start('tiny');
    router.models.set('tiny', { value: 'loaded' });
    expect(await clientOf(router.url).models.load({})).toMatchObject({ instanceId: 'tiny', loadSeconds: 0 });
  });

  test('that somebody else has begun is waited for', async () => {
    const router = await FakeRouter.start('tiny');
    router.models.set('tiny', { value: 'loading' });
    const loading = clientOf(router.url).models.load({});
    await expect.poll(() => router.routes.includes('GET /models'), SOON).toBe(true);
    router.loaded('tiny');
    expect(await loading).toMatchObject({ instanceId: 'tiny', loadSeconds: 0 });
  });

  test('of a model that the router does not have says where models are told', async () => {
    const router = await FakeRouter.start('tiny');
    const error = await rejectionOf(clientOf(router.url).models.load({ model: 'none' }));
    expect(error).toMatchObject({ code: 'model_not_found' });
    expect(String(error)).toContain('models.list()');
  });

  test('is followed by the list where the router tells no events', async () => {
    const router = await FakeRouter.start('tiny');
    router.tells = false;
    router.onLoad = (model) => router.loading(model, { stages: TWO, current: 'mmproj_model', value: 0 });
    const clock = new FakeClock();
    const told: LoadProgress[] = [];
    const loading = clientOf(router.url, {}, { clock }).models.load({}, { onProgress: (step) => told.push(step) });
    await clock.waitForTimer(500);
    router.loaded('tiny');
    clock.advance(500);
    expect(await loading).toMatchObject({ instanceId: 'tiny', loadSeconds: 0.5 });
    expect(told).toEqual([{ fraction: 0.5, stage: 'mmproj_model' }]);
    expect(clock.timers).toBe(0);
  });

  test('goes on by the list when the events break off', async () => {
    const router = await FakeRouter.start('tiny');
    router.onLoad = () => {};
    const clock = new FakeClock();
    const loading = clientOf(router.url, {}, { clock }).models.load({});
    await expect.poll(() => router.routes.includes('GET /models'), SOON).toBe(true);
    for (const response of router.listeners) response.destroy();
    // Looked at once, since the end may have been missed.
    await clock.waitForTimer(500);
    router.loaded('tiny');
    clock.advance(500);
    expect(await loading).toMatchObject({ instanceId: 'tiny' });
  });

  test.each([true, false])('ends with the signal of the caller, and leaves nothing (events: %s)', async (tells) => {
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
    await left(router);
    await expect.poll(() => clock.timers, SOON).toBe(0);
  });

  test('ends with its clock, and with the client', async () => {
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

  test('goes with one call at a time', async () => {
    const router = await FakeRouter.start('tiny');
    const client = clientOf(router.url, { maxConcurrent: 1 });
    expect(await client.models.load({})).toMatchObject({ instanceId: 'tiny' });
  });

  test('warns of settings that a router has no field for', async () => {
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

describe('a download', () => {
  const REPO = 'owner/repo-GGUF';

  test('tells the progress of all files together, and is done when the model is there', async () => {
    const router = await FakeRouter.start('tiny');
    const { models } = clientOf(router.url);
    const job = await models.download({ model: `https://huggingface.co/${REPO}`, quantization: 'Q4_K_M' });
    expect(job).toMatchObject({ jobId: `${REPO}:Q4_K_M`, status: 'downloading' });
    expect(router.requests.at(-1)?.body).toEqual({ model: `${REPO}:Q4_K_M` });
    router.tell(`${REPO}:Q4_K_M`, 'download_progress', { a: { done: 10, total: 100 }, b: { done: 40, total: 100 } });
    const status = () => models.downloadStatus(job.jobId ?? '');
    await expect.poll(async () => (await status()).fraction, SOON).toBe(0.25);
    expect(await status()).toMatchObject({ status: 'downloading', downloadedBytes: 50, totalBytes: 200 });
    router.models.set(`${REPO}:Q4_K_M`, { value: 'unloaded' });
    router.tell(`${REPO}:Q4_K_M`, 'download_finished');
    await expect.poll(async () => (await status()).status, SOON).toBe('completed');
    expect(await status()).toMatchObject({ fraction: 1, totalBytes: 200 });
    expect(router.routes).toContain('GET /models?reload=1');
    await left(router);
  });

  test('is the one of the quantization that the server chose', async () => {
    const router = await FakeRouter.start();
    const { models } = clientOf(router.url);
    const { jobId = '' } = await models.download({ model: REPO });
    router.models.set(`${REPO}:Q8_0`, { value: 'unloaded' });
    router.tell(`${REPO}:Q8_0`, 'download_finished');
    await expect.poll(async () => (await models.downloadStatus(jobId)).status, SOON).toBe('completed');
  });

  test.each([
    ['that "finished" without a model', 'download_finished', 'has no such model'],
    ['that the server gave up', 'download_failed', 'its log'],
  ])('%s has failed', async (_, event, says) => {
    const router = await FakeRouter.start('tiny');
    const { models } = clientOf(router.url);
    const { jobId = '' } = await models.download({ model: REPO });
    router.tell(REPO, event);
    await expect.poll(async () => (await models.downloadStatus(REPO)).status, SOON).toBe('failed');
    expect((await models.downloadStatus(REPO)).error).toContain(says);
    const error = await rejectionOf(
      (async () => {
        for await (const job of models.watchDownload(jobId)) expect(job.status).toBe('failed');
      })(),
    );
    expect(isLmError(error, 'download_failed')).toBe(true);
    await left(router);
  });

  test('that is refused is no job', async () => {
    const router = await FakeRouter.start();
    router.onDownload = () => refusal(400, 'error: invalid HF repo format, expected <user>/<model>[:quant]\n');
    const { models } = clientOf(router.url);
    expect(await rejectionOf(models.download({ model: 'bad' }))).toMatchObject({ code: 'invalid_request' });
    expect(await rejectionOf(models.downloadStatus('bad'))).toMatchObject({ code: 'job_not_found' });
    await left(router);
  });

  test('of a model that is there is none', async () => {
    const router = await FakeRouter.start(REPO);
    router.onDownload = () => refusal(400, `model '${REPO}' already exists`);
    expect(await clientOf(router.url).models.download({ model: REPO })).toMatchObject({ status: 'already_downloaded' });
  });

  test('that another client began is told by the list', async () => {
    const router = await FakeRouter.start('done');
    router.models.set('going', { value: 'downloading' });
    const { models } = clientOf(router.url);
    expect(await models.downloadStatus('done')).toMatchObject({ jobId: 'done', status: 'completed', fraction: 1 });
    expect(await models.downloadStatus('going')).toMatchObject({ jobId: 'going', status: 'downloading' });
  });

  test('is followed by the list where the router tells no events', async () => {
    const router = await FakeRouter.start();
    router.tells = false;
    const clock = new FakeClock();
    const { models } = clientOf(router.url, {}, { clock });
    router.onDownload = (model) => void router.models.set(model, { value: 'downloading' });
    await models.download({ model: REPO });
    await clock.waitForTimer(500);
    clock.advance(500);
    await clock.waitForTimer(500);
    router.models.set(REPO, { value: 'unloaded' });
    clock.advance(500);
    await expect.poll(async () => (await models.downloadStatus(REPO)).status, SOON).toBe('completed');
    expect(clock.timers).toBe(0);
  });

  test('ends with the signal that it was begun with: the router is told to stop', async () => {
    const router = await FakeRouter.start();
    router.onDownload = (model) => void router.models.set(model, { value: 'downloading' });
    const controller = new AbortController();
    const { models } = clientOf(router.url);
    await models.download({ model: REPO }, { signal: controller.signal });
    controller.abort();
    await expect.poll(() => router.routes.at(-1), SOON).toBe('POST /models/unload');
    expect(await models.downloadStatus(REPO)).toMatchObject({ status: 'failed' });
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    await left(router);
  });

  test('goes on at the server when the client is closed', async () => {
    const router = await FakeRouter.start();
    const client = clientOf(router.url);
    await client.models.download({ model: REPO });
    await client.close();
    await left(router);
    expect(router.routes).not.toContain('POST /models/unload');
  });
});
