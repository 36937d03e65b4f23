import type { LoadProgress } from '@lmux/core';
import { expect, test } from 'vitest';
import { liveApi, liveClient, liveLoader, variable } from './support.js';

/** A load takes seconds, or minutes on a busy machine. */
const LOADS = { timeout: 600_000 };

test('loads a model with progress, finds it running and unloads it', LOADS, async (context) => {
  const { models } = liveLoader(context);
  const model = variable('LM_EMBED_MODEL', context);
  const loadedNow = async () => (await models.list()).find(({ id }) => id === model)?.loaded;
  await models.unloadAll(model);
  expect([await loadedNow(), await models.isRunning(model)]).toEqual([false, false]);
  const steps: LoadProgress[] = [];
  const loaded = await models.load({ model }, { onProgress: (progress) => steps.push(progress) });
  expect(loaded).toMatchObject({ instanceId: model, config: { n_ctx: expect.any(Number) }, warnings: [] });
  expect(loaded.loadSeconds).toBeGreaterThan(0);
  expect(steps.at(-1)).toEqual({ fraction: 1, stage: 'text_model' });
  expect(steps.every(({ fraction }, index) => fraction >= (steps[index - 1]?.fraction ?? 0))).toBe(true);
  expect([await loadedNow(), await models.isRunning(model)]).toEqual([true, true]);
  expect(await models.load({ model })).toMatchObject({ instanceId: model, loadSeconds: 0 });
  expect(await models.unload(model)).toEqual({ instanceId: model });
  expect(await models.isRunning(model)).toBe(false);
  await expect(models.unload(model)).rejects.toMatchObject({ code: 'model_not_found' });
  // Restores the state for the next test.
  await models.load({ model });
});

test('cancels a load', LOADS, async (context) => {
  const { models } = liveLoader(context);
  const model = variable('LM_EMBED_MODEL', context);
  await models.unloadAll(model);
  const controller = new AbortController();
  const loading = models.load({ model }, { signal: controller.signal, onProgress: () => controller.abort() });
  await expect(loading).rejects.toMatchObject({ code: 'aborted' });
  // The router continues the load, and this call joins it.
  await models.load({ model });
});

test('rejects an unknown model as not found', async (context) => {
  const { models } = liveLoader(context);
  await expect(models.load({ model: 'nobody-has-this' })).rejects.toMatchObject({ code: 'model_not_found' });
  await expect(models.unload('nobody-has-this')).rejects.toMatchObject({ code: 'model_not_found' });
  await expect(models.downloadStatus('nobody/has-this')).rejects.toMatchObject({ code: 'job_not_found' });
});

test('fails a download that is reported as finished without a model', async (context) => {
  const { models } = liveLoader(context);
  const job = await models.download({ model: 'nobody-has-this/nothing-GGUF', quantization: 'Q4_K_M' });
  expect(job).toMatchObject({ jobId: 'nobody-has-this/nothing-GGUF:Q4_K_M', status: 'downloading' });
  const polling = (async () => {
    for await (const { status } of models.watchDownload(job, { intervalMs: 200 })) expect(status).toBe('downloading');
  })();
  await expect(polling).rejects.toMatchObject({
    code: 'download_failed',
    message: expect.stringContaining('no such model'),
  });
});

test('rejects a download that does not name a repository', async (context) => {
  const { models } = liveLoader(context);
  await expect(models.download({ model: 'no repository' })).rejects.toMatchObject({ code: 'invalid_request' });
});

test('rejects the deletion of a model that was not downloaded', async (context) => {
  const model = variable('LM_MODEL', context);
  await expect(liveApi(context).deleteModel(model)).rejects.toMatchObject({
    code: 'invalid_request',
    status: 500,
    message: expect.stringContaining('not removable'),
  });
  const { models } = liveClient(context);
  await expect(models.delete(model)).rejects.toMatchObject({
    code: 'invalid_request',
    retryable: false,
    message: expect.stringContaining('only models that it downloaded'),
  });
  await expect(models.delete('nobody-has-this')).rejects.toMatchObject({ code: 'model_not_found' });
});

test('fails to load a model whose file is damaged', LOADS, async (context) => {
  const model = variable('LM_BROKEN_MODEL', context);
  const { models } = liveLoader(context);
  await expect(models.load({ model })).rejects.toMatchObject({
    code: 'model_load_failed',
    message: expect.stringMatching(/exit code \d+/),
  });
  await expect(liveClient(context).chat({ model, messages: [{ role: 'user', content: 'Hi' }] })).rejects.toMatchObject({
    code: 'model_load_failed',
  });
});
