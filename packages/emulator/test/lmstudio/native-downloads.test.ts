import { describe, expect, test } from 'vitest';
import { startEmulator } from '../../src/index.js';
import type { DownloadPlan, Emulator } from '../../src/index.js';
import { check } from '../support/check-schema.js';
import { manualClock } from '../support/manual-clock.js';
import type { ManualClock } from '../support/manual-clock.js';
import { DOWNLOAD, listModels, LOAD, postNative, refusal } from './native-requests.js';
import type { DownloadWire } from './native-wire.js';
import { DOWNLOAD_REPLY, DOWNLOAD_STATUS } from './schemas/downloads.js';
import { ERROR_BODY } from './schemas/errors.js';
import { LOAD_REPLY } from './schemas/models.js';

const START = '2031-05-01T12:00:00.000Z';

interface Site extends AsyncDisposable {
  readonly emulator: Emulator;
  readonly clock: ManualClock;
  start(body: object): Promise<DownloadWire>;
  status(job: DownloadWire): Promise<DownloadWire>;
}

/** Starts an emulator with a manual clock that can download `a/new` according to a plan. */
async function site(plan: DownloadPlan = {}): Promise<Site> {
  const clock = manualClock();
  const models = [{ id: 'plain' }, { id: 'a/new', sizeBytes: 1000, vision: true, download: { ms: 1000, ...plan } }];
  const emulator = await startEmulator({ models, nowMs: clock.nowMs });
  return {
    emulator,
    clock,
    start: (body) => postNative(emulator, DOWNLOAD, body, DOWNLOAD_REPLY),
    status: async ({ job_id }) => {
      const response = await fetch(`${emulator.url}${DOWNLOAD}/status/${job_id}`);
      const body = (await response.json()) as DownloadWire;
      check(DOWNLOAD_STATUS, body);
      return body;
    },
    [Symbol.asyncDispose]: () => emulator.close(),
  };
}

describe('a download', () => {
  test('advances with the clock and adds a model that can be loaded', async () => {
    await using at = await site();
    const job = await at.start({ model: 'a/new' });
    expect(job).toEqual({
      job_id: expect.stringMatching(/^job_\w+$/),
      status: 'downloading',
      total_size_bytes: 1000,
      started_at: START,
    });
    at.clock.advance(250);
    expect(await at.status(job)).toMatchObject({
      status: 'downloading',
      downloaded_bytes: 250,
      estimated_completion: '2031-05-01T12:00:01.000Z',
    });
    expect(Number.isInteger((await at.status(job)).bytes_per_second)).toBe(false);
    expect(await refusal(at.emulator, LOAD, { model: 'a/new' }, 404)).toMatchObject({ type: 'model_not_found' });
    expect(await listModels(at.emulator)).not.toHaveProperty(['a/new']);
    at.clock.advance(9750);
    expect(await at.status(job)).toMatchObject({
      status: 'completed',
      downloaded_bytes: 1000,
      completed_at: '2031-05-01T12:00:01.000Z',
    });
    expect((await listModels(at.emulator))['a/new']).toMatchObject({ capabilities: { vision: true } });
    await postNative(at.emulator, LOAD, { model: 'A/New' }, LOAD_REPLY);
    expect(await at.start({ model: 'a/new' })).toEqual({ status: 'already_downloaded' });
  });

  test('is not started twice', async () => {
    await using at = await site();
    const job = await at.start({ model: 'a/new' });
    at.clock.advance(10);
    expect(await at.start({ model: 'a/new' })).toEqual(job);
  });

  test('can pause forever or for a limited time', async () => {
    await using at = await site({ pausesAt: 0.5 });
    const job = await at.start({ model: 'a/new' });
    at.clock.advance(86_400_000);
    expect(await at.status(job)).toMatchObject({ status: 'paused', downloaded_bytes: 500 });
    expect((await at.start({ model: 'a/new' })).status).toBe('paused');
    await using resumed = await site({ pausesAt: 0.5, pausedForMs: 100 });
    const other = await resumed.start({ model: 'a/new' });
    resumed.clock.advance(550);
    expect((await resumed.status(other)).status).toBe('paused');
    resumed.clock.advance(100);
    expect(await resumed.status(other)).toMatchObject({ status: 'downloading', downloaded_bytes: 550 });
    resumed.clock.advance(450);
    expect((await resumed.status(other)).completed_at).toBe('2031-05-01T12:00:01.100Z');
  });

  test.each(['error_message', 'error'] as const)('can fail with its reason in %s and be retried', async (key) => {
    await using at = await site({ failsAt: 0.3, reason: 'disk full', reasonKey: key });
    const job = await at.start({ model: 'a/new' });
    at.clock.advance(5000);
    expect(await at.status(job)).toMatchObject({ status: 'failed', downloaded_bytes: 300, [key]: 'disk full' });
    expect(await listModels(at.emulator)).not.toHaveProperty(['a/new']);
    const again = await at.start({ model: 'a/new' });
    expect([again.status, again.job_id === job.job_id]).toEqual(['downloading', false]);
  });

  test('can complete immediately', async () => {
    await using at = await site({ ms: 0 });
    expect(await at.start({ model: 'a/new' })).toMatchObject({ status: 'completed', completed_at: START });
    expect(at.emulator.models.map(({ id }) => id)).toContain('a/new');
  });
});

describe('the name of a download', () => {
  test('determines the type of a model without a definition', async () => {
    await using at = await site();
    await at.start({ model: 'my-embedder' });
    await at.start({ model: 'https://huggingface.co/Org/Thinker-7B-GGUF', quantization: 'Q8_0' });
    at.clock.advance(10_000);
    expect(await listModels(at.emulator)).toMatchObject({
      'my-embedder': { type: 'embedding' },
      'org/thinker-7b-gguf': { type: 'llm', quantization: { name: 'Q8_0', bits_per_weight: null } },
    });
  });

  test.each(['Not Kebab', 'a/b/c', 'UPPER', 'https://example.com/a/b', ''])('must not be "%s"', async (model) => {
    await using at = await site();
    expect(await refusal(at.emulator, DOWNLOAD, { model })).toMatchObject({
      type: 'invalid_request',
      message: expect.stringContaining('must be in kebab-case'),
    });
  });

  test('must not be a catalog name if a quantization is set', async () => {
    await using at = await site();
    expect(await refusal(at.emulator, DOWNLOAD, { model: 'a/new', quantization: 'Q8_0' })).toEqual({
      type: 'not_implemented',
      message: expect.any(String),
    });
  });
});

test('the status of an unknown job is a 404', async () => {
  await using at = await site();
  const response = await fetch(`${at.emulator.url}${DOWNLOAD}/status/job%20x`);
  const body: unknown = await response.json();
  check(ERROR_BODY, body);
  expect([response.status, body]).toEqual([
    404,
    { error: { type: 'job_not_found', message: "Download job with id 'job x' not found" } },
  ]);
});
