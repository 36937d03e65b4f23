import { getEventListeners } from 'node:events';
import { isLmError } from '@lmux/core';
import { FakeClock } from '@lmux/core/testing';
import { rejectionOf } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { clientOf } from './support/clients.js';
import { FakeRouter } from './support/fake-router.js';
import { refusal } from './support/script-server.js';
import { listenersGone, SOON } from './support/router-listeners.js';

describe('a download', () => {
  const REPO = 'owner/repo-GGUF';

  test('sums up the progress of all files, and is completed when the router has the model', async () => {
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
    await listenersGone(router);
  });

  test('accepts the quantization that the server chose', async () => {
    const router = await FakeRouter.start();
    const { models } = clientOf(router.url);
    const { jobId = '' } = await models.download({ model: REPO });
    router.models.set(`${REPO}:Q8_0`, { value: 'unloaded' });
    router.tell(`${REPO}:Q8_0`, 'download_finished');
    await expect.poll(async () => (await models.downloadStatus(jobId)).status, SOON).toBe('completed');
  });

  test.each([
    ['is reported as finished without a model', 'download_finished', 'has no such model'],
    ['is reported as failed', 'download_failed', "server's log"],
  ])('fails if it %s', async (_, event, message) => {
    const router = await FakeRouter.start('tiny');
    const { models } = clientOf(router.url);
    const { jobId = '' } = await models.download({ model: REPO });
    router.tell(REPO, event);
    await expect.poll(async () => (await models.downloadStatus(REPO)).status, SOON).toBe('failed');
    expect((await models.downloadStatus(REPO)).error).toContain(message);
    const error = await rejectionOf(
      (async () => {
        for await (const job of models.watchDownload(jobId)) expect(job.status).toBe('failed');
      })(),
    );
    expect(isLmError(error, 'download_failed')).toBe(true);
    await listenersGone(router);
  });

  test('that the router rejects is not a job', async () => {
    const router = await FakeRouter.start();
    router.onDownload = () => refusal(400, 'error: invalid HF repo format, expected <user>/<model>[:quant]\n');
    const { models } = clientOf(router.url);
    expect(await rejectionOf(models.download({ model: 'bad' }))).toMatchObject({ code: 'invalid_request' });
    expect(await rejectionOf(models.downloadStatus('bad'))).toMatchObject({ code: 'job_not_found' });
    await listenersGone(router);
  });

  test('of an existing model is already_downloaded', async () => {
    const router = await FakeRouter.start(REPO);
    router.onDownload = () => refusal(400, `model '${REPO}' already exists`);
    expect(await clientOf(router.url).models.download({ model: REPO })).toMatchObject({ status: 'already_downloaded' });
  });

  test('of another client has the status of the list', async () => {
    const router = await FakeRouter.start('done');
    router.models.set('going', { value: 'downloading' });
    const { models } = clientOf(router.url);
    expect(await models.downloadStatus('done')).toMatchObject({ jobId: 'done', status: 'completed', fraction: 1 });
    expect(await models.downloadStatus('going')).toMatchObject({ jobId: 'going', status: 'downloading' });
  });

  test('polls the list if the router sends no events', async () => {
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

  test('is canceled on the router by the signal that it was started with', async () => {
    const router = await FakeRouter.start();
    router.onDownload = (model) => void router.models.set(model, { value: 'downloading' });
    const controller = new AbortController();
    const { models } = clientOf(router.url);
    await models.download({ model: REPO }, { signal: controller.signal });
    controller.abort();
    await expect.poll(() => router.routes.at(-1), SOON).toBe('POST /models/unload');
    expect(await models.downloadStatus(REPO)).toMatchObject({ status: 'failed' });
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    await listenersGone(router);
  });

  test('continues on the server when the client is closed', async () => {
    const router = await FakeRouter.start();
    const client = clientOf(router.url);
    await client.models.download({ model: REPO });
    await client.close();
    await listenersGone(router);
    expect(router.routes).not.toContain('POST /models/unload');
  });
});
