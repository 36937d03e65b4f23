import { FakeClock } from '@lmux/core/testing';
import { startEmulator, type EmulatorOptions } from '@lmux/emulator';
import { drain, rejectionOf, settled } from '@lmux/test-support';
import { describe, expect, onTestFinished, test } from 'vitest';
import { apiOf, clientOf } from './support/clients.js';
import { scriptServer } from './support/script-server.js';

const MODEL = 'qwen/qwen3-4b';

async function setUp(options: EmulatorOptions = {}, clock?: FakeClock) {
  const emulator = await startEmulator({
    models: [
      { id: MODEL, reasoning: true, contextLength: 8192 },
      { id: 'other', loaded: true },
      { id: 'embedder', type: 'embedding' },
    ],
    ...options,
  });
  onTestFinished(() => emulator.close());
  return { emulator, client: clientOf(emulator.url, { model: MODEL }, { clock }).models };
}

describe('listing models', () => {
  test('returns all details on the native route', async () => {
    const { client } = await setUp();
    await client.load({ contextLength: 4096 });
    const listed = new Map((await client.list()).map((model) => [model.id, model]));
    expect(listed.get(MODEL)).toMatchObject({
      type: 'llm',
      loaded: true,
      contextLength: 4096,
      instances: [{ id: MODEL, contextLength: 4096, config: { context_length: 4096 } }],
      capabilities: {
        vision: false,
        toolUse: expect.any(Boolean),
        reasoning: { allowed: ['off', 'on'], default: 'on' },
      },
      maxContextLength: 8192,
      quantization: expect.any(String),
      displayName: expect.any(String),
      publisher: expect.any(String),
    });
    expect(listed.get('embedder')).toMatchObject({ type: 'embedding', loaded: false, instances: [], capabilities: {} });
  });

  test('returns ids on the openai route', async () => {
    const { client } = await setUp();
    expect((await client.list({ route: 'openai' })).map(({ id }) => id)).toContain(MODEL);
  });
});

describe('loading a model', () => {
  test('makes it running under its key, case-insensitively, and under its instance id', async () => {
    const { client, emulator } = await setUp();
    expect(await client.isRunning(MODEL)).toBe(false);
    expect(await rejectionOf(client.assertRunning(MODEL))).toMatchObject({ code: 'model_not_found' });
    await client.load({});
    const { instanceId } = await client.load({});
    expect(instanceId).toBe(`${MODEL}:2`);
    for (const name of [MODEL, MODEL.toUpperCase(), instanceId]) expect(await client.isRunning(name)).toBe(true);
    expect(await client.isRunning(instanceId.toUpperCase())).toBe(false);
    expect(await apiOf(emulator.url).isModelRunning(instanceId)).toBe(true);
    expect(await client.unloadAll(MODEL)).toEqual({ instanceIds: [MODEL, `${MODEL}:2`] });
    expect(await client.isRunning(MODEL)).toBe(false);
  });

  test('returns the configuration and warns of another context length', async () => {
    const { client } = await setUp({
      models: [
        { id: MODEL, contextLength: 8192, keepsContextLength: false },
        { id: 'other', contextLength: 8192 },
      ],
    });
    const stubborn = await client.load({ contextLength: 1024 });
    expect(stubborn).toMatchObject({
      type: 'llm',
      config: { context_length: 8192 },
      warnings: [{ code: 'context_length_mismatch', feature: 'contextLength' }],
    });
    expect(await client.load({ model: 'other', contextLength: 1024 })).toMatchObject({
      config: { context_length: 1024 },
      warnings: [],
    });
  });

  test('sends every setting under its wire name and merges extra fields over them', async () => {
    const { client, emulator } = await setUp();
    const settings = { contextLength: 1024, evalBatchSize: 64, flashAttention: true, numExperts: 2 };
    await client.load({ ...settings, offloadKvCacheToGpu: false, extra: { eval_batch_size: 32 } });
    expect(emulator.requests[0]?.body).toEqual({
      model: MODEL,
      context_length: 1024,
      eval_batch_size: 32,
      flash_attention: true,
      num_experts: 2,
      offload_kv_cache_to_gpu: false,
      echo_load_config: true,
    });
  });

  test('is skipped by ensureLoaded if the model is running', async () => {
    const { client, emulator } = await setUp();
    await using running = await client.ensureLoaded({ model: 'OTHER' });
    expect([running.instanceId, running.loadSeconds]).toEqual(['other', 0]);
    expect(emulator.requests.map(({ path }) => path)).toEqual(['/api/v1/models']);
  });

  test('is done once for concurrent calls of ensureLoaded', async () => {
    const { client, emulator } = await setUp();
    const loaded = await Promise.all([1, 2, 3].map(() => client.ensureLoaded({})));
    expect(loaded.map(({ instanceId }) => instanceId)).toEqual([MODEL, MODEL, MODEL]);
    expect(emulator.requests.filter(({ path }) => path.endsWith('/load'))).toHaveLength(1);
  });

  test('unloads it again at the end of the block', async () => {
    const { client } = await setUp();
    {
      await using loaded = await client.load({});
      expect(await client.isRunning(loaded.instanceId)).toBe(true);
    }
    expect(await client.isRunning(MODEL)).toBe(false);
  });

  test('is not retried and has no default timeout', async () => {
    const { client, emulator } = await setUp({ faults: [{ kind: 'status', status: 503 }] });
    expect(await rejectionOf(client.load({}))).toMatchObject({ status: 503, attempts: 1 });
    expect(emulator.requests).toHaveLength(1);
    await using silent = await startEmulator({ faults: [{ kind: 'stall' }] });
    const clock = new FakeClock();
    const loading = clientOf(silent.url, { model: MODEL }, { clock }).models.load({}, { timeouts: { firstByte: 0 } });
    await silent.received(1);
    expect(clock.timers).toBe(0);
    await silent.close();
    expect(await rejectionOf(loading)).toMatchObject({ code: 'connection_failed', attempts: 1 });
  });

  test('contains the hint of a memory guardrail in its error', async () => {
    const { client } = await setUp({ models: [{ id: MODEL, failsToLoad: 'insufficient system resources' }] });
    const error = await rejectionOf(client.load({}));
    expect(error).toMatchObject({ code: 'model_load_failed', message: expect.stringContaining('lms load') });
  });

  test('fails with model_not_found for an unknown model, as does unloading it', async () => {
    const { client } = await setUp();
    expect(await rejectionOf(client.load({ model: 'nobody/knows' }))).toMatchObject({
      code: 'model_not_found',
      status: 404,
    });
    expect(await rejectionOf(client.unload('nobody'))).toMatchObject({ code: 'model_not_found', status: 404 });
  });
});

describe('a download', () => {
  const FAR = { id: 'far/away', sizeBytes: 1000 };
  const inTime = (download: object) => {
    let now = Date.UTC(2026, 0, 1);
    const clock = new FakeClock();
    return {
      clock,
      pass: (ms: number) => void (now += ms),
      options: { models: [{ ...FAR, download }, { id: MODEL }], nowMs: () => now } as EmulatorOptions,
    };
  };

  test('is polled until it has completed', async () => {
    const { clock, pass, options } = inTime({ ms: 10_000, pausesAt: 0.5, pausedForMs: 1000 });
    const { client } = await setUp(options, clock);
    const job = await client.download({ model: FAR.id });
    expect(job).toMatchObject({
      jobId: expect.any(String),
      status: 'downloading',
      totalBytes: 1000,
      startedAt: expect.any(Date),
    });
    const seen: (readonly [string, number | undefined])[] = [];
    const polling = client.watchDownload(job, { intervalMs: 100 });
    for (let next = await polling.next(); next.done !== true;) {
      seen.push([next.value.status, next.value.fraction]);
      const pending = polling.next();
      if (next.value.status !== 'completed') {
        await clock.waitForTimer(100);
        pass(5500);
        clock.advance(100);
      }
      next = await pending;
    }
    expect(seen[0]?.[0]).toBe('downloading');
    expect(seen.some(([status]) => status === 'paused')).toBe(true);
    expect(seen.at(-1)).toEqual(['completed', 1]);
    expect(await client.isRunning(FAR.id)).toBe(false);
    expect(await client.download({ model: FAR.id })).toMatchObject({ status: 'already_downloaded', fraction: 1 });
  });

  test.each(['error_message', 'error'] as const)('reports the reason of a failure from "%s"', async (reasonKey) => {
    const { clock, pass, options } = inTime({ ms: 1000, failsAt: 0.5, reason: 'The disk is full', reasonKey });
    const { client, emulator } = await setUp(options, clock);
    const { jobId = '' } = await client.download({ model: FAR.id });
    pass(2000);
    expect(await client.downloadStatus(jobId)).toMatchObject({ jobId, status: 'failed', error: 'The disk is full' });
    expect(await apiOf(emulator.url).getDownloadStatus(jobId)).toMatchObject({
      status: 'failed',
      [reasonKey]: 'The disk is full',
    });
    const { error } = await drain(client.watchDownload(jobId));
    expect(error).toMatchObject({ code: 'download_failed', message: expect.stringContaining('The disk is full') });
  });

  test('is not polled forever if its status is unknown', async () => {
    const { url, requests } = await scriptServer({
      'GET /api/v1/models/download/status/job': { body: { job_id: 'job', status: 'reticulating' } },
    });
    const clock = new FakeClock();
    const polling = drain(clientOf(url, {}, { clock }).models.watchDownload('job', { intervalMs: 100 }));
    const over = polling.then(() => true);
    const tick = (): Promise<boolean> => settled().then(() => false);
    while (!(await Promise.race([over, tick()]))) clock.advance(100);
    expect((await polling).error).toMatchObject({ code: 'download_failed' });
    expect(requests.length).toBeLessThan(30);
  });

  test('is not retried and maps the errors of the server', async () => {
    const { client, emulator } = await setUp({ faults: [{ kind: 'status', status: 503 }] });
    expect(await rejectionOf(client.download({ model: FAR.id }))).toMatchObject({ status: 503, attempts: 1 });
    expect(emulator.requests).toHaveLength(1);
    expect(await rejectionOf(client.downloadStatus('nobody/knows'))).toMatchObject({ code: 'job_not_found' });
    expect(emulator.requests.at(-1)?.path).toBe('/api/v1/models/download/status/nobody%2Fknows');
    const refused = client.download({ model: MODEL, quantization: 'Q4_K_M' });
    expect(await rejectionOf(refused)).toMatchObject({ code: 'invalid_request', serverType: 'not_implemented' });
  });
});
