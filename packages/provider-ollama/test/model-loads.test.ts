import { FakeClock } from '@lmux/core/testing';
import { rejectionOf, type ScriptedResponse } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { clientOf } from './support/clients.js';
import { scriptServer } from './support/script-server.js';
import { installed, PAST, running, server, shown } from './support/installed-models.js';

describe('load', () => {
  const LOADED: ScriptedResponse = { body: { model: 'chat', response: '', done: true, done_reason: 'load' } };

  test('sends a request without a prompt', async () => {
    const { url, requests } = await server(
      { running: [running('chat:latest')] },
      { 'POST /api/show': shown(['completion']), 'POST /api/generate': LOADED },
    );
    const loaded = await clientOf(url).models.load({
      model: 'chat',
      contextLength: 4096,
      evalBatchSize: 64,
      flashAttention: true,
      extra: { keep_alive: '5m', options: { num_gpu: 0 } },
    });
    expect(loaded).toMatchObject({
      instanceId: 'chat:latest',
      type: 'llm',
      config: { context_length: 2048 },
      warnings: [
        { code: 'feature_dropped', feature: 'flashAttention' },
        { code: 'context_length_mismatch', message: expect.stringContaining('2048') },
      ],
    });
    expect(requests.map(({ route }) => route)).toEqual(['POST /api/show', 'POST /api/generate', 'GET /api/ps']);
    expect(requests[1]?.body).toEqual({
      model: 'chat',
      options: { num_ctx: 4096, num_batch: 64, num_gpu: 0 },
      keep_alive: '5m',
      stream: false,
    });
  });

  test.each<[what: string, broken: string]>([
    ['the details of the model', 'POST /api/show'],
    ['the list of running models', 'GET /api/ps'],
  ])('succeeds without %s', async (_what, broken) => {
    const { url } = await scriptServer({
      'POST /api/show': shown(['completion']),
      'POST /api/generate': LOADED,
      'GET /api/ps': { body: { models: [running('chat:latest')] } },
      [broken]: { status: 500, body: { error: 'x' } },
    });
    const loaded = await clientOf(url, { retry: false }).models.load({ model: 'chat', contextLength: 2048 });
    const isShown = broken !== 'POST /api/show';
    expect(loaded).toMatchObject({
      instanceId: isShown ? 'chat' : 'chat:latest',
      type: isShown ? 'llm' : 'unknown',
      contextLength: isShown ? undefined : 2048,
      warnings: [],
    });
  });

  test('embeds an empty text to load an embedding model', async () => {
    const { url, requests } = await server(
      { running: [] },
      { 'POST /api/show': shown(['embedding']), 'POST /api/embed': { body: { model: 'vectors', embeddings: [] } } },
    );
    expect(await clientOf(url).models.load({ model: 'vectors' })).toMatchObject({
      instanceId: 'vectors',
      type: 'embedding',
      warnings: [],
    });
    expect(requests[1]).toMatchObject({ route: 'POST /api/embed', body: { model: 'vectors', input: '' } });
  });

  test('rejects a model that is not installed', async () => {
    const { url } = await server({ running: [] });
    expect(await rejectionOf(clientOf(url).models.load({ model: 'x' }))).toMatchObject({ code: 'model_not_found' });
  });
});

describe('unload', () => {
  const UNLOADED: ScriptedResponse = { body: { model: 'chat', response: '', done: true, done_reason: 'unload' } };

  test('waits until the model is no longer listed', async () => {
    const state = { running: [running('chat:latest')] };
    const { url, requests } = await server(state, { 'POST /api/generate': UNLOADED });
    const clock = new FakeClock();
    const unloading = clientOf(url, {}, { clock }).models.unload('chat:latest');
    await expect.poll(() => clock.timers, { interval: 1, timeout: 20_000 }).toBeGreaterThan(0);
    await expect.poll(() => requests.length, { interval: 1, timeout: 20_000 }).toBe(2);
    state.running = [running('chat:latest', { expires_at: PAST })];
    await expect.poll(() => (clock.advance(50), requests.length), { interval: 1, timeout: 20_000 }).toBe(3);
    expect(await unloading).toEqual({ instanceId: 'chat:latest' });
    expect(requests[0]?.body).toEqual({ model: 'chat:latest', keep_alive: 0, stream: false });
    expect(clock.timers).toBe(0);
  });

  test('does not wait if the list of running models cannot be requested', async () => {
    const { url } = await scriptServer({ 'POST /api/generate': UNLOADED, 'GET /api/ps': { status: 403, body: 'no' } });
    expect(await clientOf(url).models.unload('chat')).toEqual({ instanceId: 'chat' });
  });

  test('waits for a model that runs under another name', async () => {
    const state = {
      running: [running('chat:latest')],
      installed: [installed('nick:latest', { digest: 'chat:latest-digest' })],
    };
    const { url, requests } = await server(state, { 'POST /api/generate': UNLOADED });
    const clock = new FakeClock();
    const unloading = clientOf(url, {}, { clock }).models.unload('nick');
    await clock.waitForTimer(50);
    state.running = [];
    clock.advance(50);
    expect(await unloading).toEqual({ instanceId: 'nick' });
    expect(requests.filter(({ route }) => route === 'GET /api/ps')).toHaveLength(2);
  });

  test('stops waiting after ten seconds', async () => {
    const { url } = await server({ running: [running('chat:latest')] }, { 'POST /api/generate': UNLOADED });
    const clock = new FakeClock();
    let over = false;
    const unloading = clientOf(url, {}, { clock })
      .models.unload('chat')
      .finally(() => (over = true));
    await expect.poll(() => (clock.advance(800), over), { interval: 1, timeout: 20_000 }).toBe(true);
    expect(await unloading).toEqual({ instanceId: 'chat' });
  });

  test.each([
    ['abort', 'aborted'],
    ['close', 'closed'],
  ] as const)('ends immediately on %s', async (how, code) => {
    const { url, requests } = await server({ running: [running('chat:latest')] }, { 'POST /api/generate': UNLOADED });
    const clock = new FakeClock();
    const client = clientOf(url, {}, { clock });
    const controller = new AbortController();
    const failing = rejectionOf(client.models.unload('chat', { signal: controller.signal }));
    await expect.poll(() => requests.length, { interval: 1, timeout: 20_000 }).toBe(2);
    // The timers of the pause and of the total timeout.
    await expect.poll(() => clock.timers, { interval: 1, timeout: 20_000 }).toBe(2);
    if (how === 'abort') controller.abort();
    else await client.close();
    expect(await failing).toMatchObject({ provider: 'ollama', code });
    expect(clock.timers).toBe(0);
  });
});

describe('if the list of running models fails', () => {
  async function setUp() {
    const installedModels = { body: { models: [installed('chat:latest')] } };
    const { url, requests } = await scriptServer(({ route }) => {
      if (route === 'GET /api/tags') return installedModels;
      if (route === 'POST /api/show') return shown(['completion']);
      if (route === 'POST /api/generate') return { body: { model: 'chat', response: '', done: true } };
      return { status: 400, body: { error: 'broken' } };
    });
    const unloads = () =>
      requests.filter(({ body }) => (body as { keep_alive?: number } | undefined)?.keep_alive === 0);
    return { client: clientOf(url), unloads };
  }

  test('a model of ensureLoaded is not unloaded, since somebody else may have loaded it', async () => {
    const { client, unloads } = await setUp();
    await (await client.models.ensureLoaded({ model: 'chat' }))[Symbol.asyncDispose]();
    expect(unloads()).toEqual([]);
  });

  test('unloadAll unloads the model, since it may be loaded', async () => {
    const { client, unloads } = await setUp();
    expect(await client.models.unloadAll('chat')).toEqual({ instanceIds: ['chat:latest'] });
    expect(unloads()).toHaveLength(1);
  });
});
