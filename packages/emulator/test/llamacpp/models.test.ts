import { describe, expect, test } from 'vitest';
import { startEmulator } from '../../src/index.js';
import type { Emulator } from '../../src/index.js';
import { chat, CHAT_PATH, post, postJson } from '../support/post.js';
import { errorOf, listLlama, subscribeToModels } from './requests.js';

const NEW = 'owner/new-GGUF:Q4_K_M';

const MODELS = [
  { id: 'plain', loaded: false, vision: true },
  { id: 'other', loaded: false },
  { id: 'bad', failsToLoad: 'no memory' },
  { id: 'owner/old-GGUF', loaded: false },
  { id: NEW, sizeBytes: 1000, download: { ms: 40 } },
  { id: 'owner/missing-GGUF', download: { failsAt: 0 } },
  { id: 'owner/broken-GGUF', download: { ms: 40, failsAt: 0.5 } },
];

const start = (options: object = {}): Promise<Emulator> =>
  startEmulator({ as: 'llamacpp', models: MODELS, ...options });

const manage = (emulator: Emulator, path: string, model?: string): Promise<Response> => post(emulator, path, { model });

test('a router identifies itself and reports the properties of a model', async () => {
  await using emulator = await start();
  const get = async (path: string): Promise<unknown> => (await fetch(emulator.url + path)).json();
  expect(await get('/health')).toEqual({ status: 'ok' });
  expect(await get('/props')).toMatchObject({ role: 'router', models_autoload: true });
  expect(await get('/props?model=plain')).toMatchObject({
    model_alias: 'plain',
    total_slots: 4,
    modalities: { vision: true, audio: false },
    default_generation_settings: { n_ctx: 8192 },
  });
  expect(await get('/slots?model=plain')).toMatchObject([{ id: 0, is_processing: false }, {}, {}, {}]);
  expect(await errorOf(fetch(`${emulator.url}/slots`), 400)).toMatchObject({
    message: 'model name is missing from the request',
  });
});

describe('loading', () => {
  test('responds immediately, and the events and the list report the progress', async () => {
    await using emulator = await start({ loadMs: 20 });
    await using subscription = await subscribeToModels(emulator);
    expect(await postJson(emulator, '/models/load', { model: 'plain' })).toEqual({ success: true });
    await subscription.until(({ data }) => data?.['status'] === 'loaded');
    expect(subscription.events[0]).toEqual({ model: 'plain', event: 'model_status', data: { status: 'loading' } });
    const progress = subscription.events.flatMap(({ data }) => data?.['progress'] ?? []);
    expect(progress).toMatchObject([
      { current: 'text_model', value: 0 },
      { value: 0.5 },
      { current: 'mmproj_model', value: 0 },
      { value: 0.5 },
      { value: 1 },
    ]);
    expect((await listLlama(emulator))['plain']).toMatchObject({ status: { value: 'loaded' }, meta: { n_ctx: 8192 } });
    expect(await errorOf(manage(emulator, '/models/load', 'plain'), 400)).toMatchObject({
      message: 'model is already running',
    });
    await manage(emulator, '/models/unload', 'plain');
    await subscription.until(({ data }) => data?.['exit_code'] === 0);
    expect(await errorOf(manage(emulator, '/models/unload', 'plain'), 400)).toMatchObject({
      message: 'model is not running',
    });
  });

  test('reports a failure in the events and the list', async () => {
    await using emulator = await start({ loadMs: 20 });
    await using subscription = await subscribeToModels(emulator);
    await manage(emulator, '/models/load', 'bad');
    await subscription.until(({ data }) => data?.['exit_code'] === 1);
    expect((await listLlama(emulator))['bad']?.status).toMatchObject({ value: 'unloaded', failed: true, exit_code: 1 });
  });

  test('can be canceled by an unload', async () => {
    await using emulator = await start({ loadMs: 60_000 });
    await using subscription = await subscribeToModels(emulator);
    await manage(emulator, '/models/load', 'other');
    expect((await listLlama(emulator))['other']?.status).toMatchObject({ value: 'loading', progress: { value: 0 } });
    await manage(emulator, '/models/unload', 'other');
    await subscription.until(({ model, data }) => model === 'other' && data?.['exit_code'] === 1);
    expect((await listLlama(emulator))['other']?.status).toMatchObject({ value: 'unloaded' });
    expect(emulator.loadedInstances).toEqual([]);
  });

  test('is shared by concurrent requests, which wait for it', async () => {
    await using emulator = await start({ loadMs: 20 });
    const send = (): Promise<Response> => post(emulator, CHAT_PATH, chat('Hi', { model: 'plain' }));
    const replies = await Promise.all([send(), send()]);
    expect(replies.map(({ status }) => status)).toEqual([200, 200]);
    expect(emulator.loadedInstances).toEqual(['plain']);
    expect(await errorOf(post(emulator, CHAT_PATH, chat('Hi', { model: 'bad' })), 500)).toMatchObject({
      message: 'model name=bad failed to load',
    });
  });

  test.each([
    ['/models/load', 404, 'File Not Found'],
    ['/models/unload', 400, 'model is not found'],
  ])('POST %s responds with %i for an unknown model', async (path, status, message) => {
    await using emulator = await start();
    expect(await errorOf(manage(emulator, path, 'nope'), status)).toMatchObject({ message });
  });
});

describe('downloading', () => {
  test('reports two files and adds a model that can be removed', async () => {
    await using emulator = await start();
    await using subscription = await subscribeToModels(emulator);
    expect(await postJson(emulator, '/models', { model: NEW })).toEqual({ success: true });
    await subscription.until(({ event }) => event === 'models_reload');
    expect(subscription.events[0]).toMatchObject({
      model: NEW,
      event: 'model_status',
      data: { status: 'downloading' },
    });
    const base = 'https://huggingface.co/owner/new-GGUF/resolve/main';
    expect(subscription.events.findLast(({ event }) => event === 'download_progress')?.data).toEqual({
      [`${base}/model-00001-of-00002.gguf`]: { done: 900, total: 900 },
      [`${base}/model-00002-of-00002.gguf`]: { done: 100, total: 100 },
    });
    expect(subscription.events.at(-2)).toEqual({ model: NEW, event: 'download_finished' });
    expect((await listLlama(emulator))[NEW]).toMatchObject({ source: 'cache', can_remove: true });
    const removed = await fetch(`${emulator.url}/models?model=${encodeURIComponent(NEW)}`, { method: 'DELETE' });
    expect(removed.status).toBe(200);
    await subscription.until(({ event }) => event === 'model_remove');
    expect(await listLlama(emulator)).not.toHaveProperty([NEW]);
  });

  test('also finishes for a repository that does not exist', async () => {
    await using emulator = await start();
    await using subscription = await subscribeToModels(emulator);
    await manage(emulator, '/models', 'owner/missing-GGUF');
    await subscription.until(({ event }) => event === 'models_reload');
    expect(subscription.events.map(({ event }) => event)).toEqual([
      'model_status',
      'download_finished',
      'models_reload',
    ]);
    expect(await listLlama(emulator)).not.toHaveProperty(['owner/missing-GGUF']);
    await manage(emulator, '/models', 'owner/broken-GGUF');
    await subscription.until(({ event }) => event === 'download_failed');
  });

  test('can be canceled by an unload', async () => {
    await using emulator = await start();
    await using subscription = await subscribeToModels(emulator);
    await manage(emulator, '/models', 'owner/made-up-GGUF');
    await subscription.until(({ event }) => event === 'download_progress');
    expect((await listLlama(emulator))['owner/made-up-GGUF']?.status).toMatchObject({ value: 'downloading' });
    await manage(emulator, '/models/unload', 'owner/made-up-GGUF');
    await subscription.until(({ event }) => event === 'models_reload');
    expect(await listLlama(emulator)).not.toHaveProperty(['owner/made-up-GGUF']);
  });

  test('refuses invalid names and does not remove models outside the cache', async () => {
    await using emulator = await start();
    expect(await errorOf(manage(emulator, '/models', 'plain'), 400)).toMatchObject({ type: 'invalid_request_error' });
    expect(await errorOf(manage(emulator, '/models'), 400)).toMatchObject({
      message: 'model must be a non-empty string',
    });
    const remove = (name: string): Promise<Response> =>
      fetch(`${emulator.url}/models?model=${name}`, { method: 'DELETE' });
    expect(await errorOf(remove('plain'), 500)).toMatchObject({
      message: 'model name=plain is not removable (not from cache)',
    });
    expect(await errorOf(remove('nope'), 500)).toMatchObject({ message: 'model name=nope is not found' });
  });
});

describe('a single-model server', () => {
  test('responds with 503 while it loads and then serves any model name', async () => {
    await using emulator = await start({ router: false, loadMs: 100 });
    expect(await errorOf(fetch(`${emulator.url}/health`), 503)).toEqual({
      code: 503,
      message: 'Loading model',
      type: 'unavailable_error',
    });
    await expect.poll(async () => (await fetch(`${emulator.url}/health`)).status, { timeout: 4000 }).toBe(200);
    expect(await (await fetch(`${emulator.url}/props`)).json()).toMatchObject({ model_alias: 'plain', total_slots: 4 });
    expect(await postJson(emulator, CHAT_PATH, chat('Hi', { model: 'nonsense' }))).toMatchObject({ model: 'plain' });
    expect(await (await fetch(`${emulator.url}/v1/models`)).json()).toMatchObject({
      object: 'list',
      models: [{ name: 'plain' }],
      data: [{ id: 'plain', meta: { n_ctx: 8192 } }],
    });
  });

  test.each(['/models', '/models/load', '/models/unload'])('does not have POST %s', async (path) => {
    await using emulator = await start({ router: false });
    expect(await errorOf(manage(emulator, path, 'plain'), 404)).toMatchObject({ message: 'File Not Found' });
  });
});

test('an API key is required for all routes except the health check', async () => {
  await using emulator = await start({ auth: 'secret' });
  expect((await fetch(`${emulator.url}/health`)).status).toBe(200);
  expect(await errorOf(fetch(`${emulator.url}/models`), 401)).toEqual({
    code: 401,
    message: 'Invalid API Key',
    type: 'authentication_error',
  });
  for (const headers of [{ authorization: 'Bearer secret' }, { 'x-api-key': 'secret' }]) {
    expect((await fetch(`${emulator.url}/models`, { headers })).status).toBe(200);
  }
});
