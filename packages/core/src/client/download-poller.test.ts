import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import type { DownloadJob } from '../contract/download.js';
import type { LmClient } from '../contract/lm-client.js';
import { LmError } from '../errors/lm-error.js';
import { createClient } from './create-client.js';
import { FakeClock } from '../testing/fake-clock.js';
import { fakeProvider } from '../testing/fake-provider.js';

type Answer = Partial<DownloadJob> | Error | 'hold';

interface Setup {
  readonly client: LmClient;
  readonly clock: FakeClock;
  /** Ids that were asked for. */
  readonly asked: string[];
  readonly signals: (AbortSignal | undefined)[];
}

/** A client whose server gives these answers, the last one again and again. */
function setup(...answers: readonly Answer[]): Setup {
  const clock = new FakeClock();
  const asked: string[] = [];
  const signals: (AbortSignal | undefined)[] = [];
  const downloadStatus = async (
    jobId: string,
    call: { readonly options: { readonly signal?: AbortSignal | undefined } },
  ): Promise<DownloadJob> => {
    const answer = answers[Math.min(asked.length, answers.length - 1)];
    asked.push(jobId);
    const { signal } = call.options;
    signals.push(signal);
    if (answer instanceof Error) throw answer;
    if (answer === 'hold') {
      return new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
    }
    return { jobId, status: 'downloading', ...answer };
  };
  const plugin = fakeProvider({ methods: { downloadStatus } });
  const client = createClient({ plugins: [plugin], config: { provider: 'fake' }, clock });
  return { client, clock, asked, signals };
}

const lost = (): LmError => new LmError('connection_failed', 'refused', { retryable: true });

interface Watched {
  readonly jobs: DownloadJob[];
  readonly waits: number[];
  readonly error: unknown;
}

/** Watches to the end; lets the time pass that is waited for, and tells how long each wait was. */
async function watch({ client, clock }: Setup, job: DownloadJob | string, intervalMs?: number): Promise<Watched> {
  const jobs: DownloadJob[] = [];
  const waits: number[] = [];
  const state = { over: false };
  const watching = (async () => {
    for await (const seen of client.models.watchDownload(job, { intervalMs })) jobs.push(seen);
  })().then(
    () => undefined,
    (caught: unknown) => caught,
  );
  const ended = watching.finally(() => (state.over = true));
  while (!state.over) {
    await Promise.race([clock.waitForTimer(), ended]);
    if (clock.timers === 0) continue;
    const before = clock.now();
    while (clock.timers > 0) clock.advance(1);
    waits.push(clock.now() - before);
  }
  return { jobs, waits, error: await watching };
}

const started: DownloadJob = { jobId: 'job', status: 'downloading', fraction: 0 };

describe('a download', () => {
  test('is reported at each poll until it is complete; the clock makes the interval', async () => {
    const server = setup({ fraction: 0.5 }, { status: 'completed', fraction: 1 });
    const { jobs, waits, error } = await watch(server, started, 250);
    expect(jobs.map(({ fraction }) => fraction)).toEqual([0, 0.5, 1]);
    expect(jobs.at(-1)).toMatchObject({ status: 'completed' });
    expect({ waits, error, asked: server.asked }).toEqual({
      waits: [250, 250],
      error: undefined,
      asked: ['job', 'job'],
    });
  });

  test('is polled each second by default, also by its id alone, at once', async () => {
    const server = setup({ fraction: 0.5 }, { status: 'completed' });
    const { jobs, waits } = await watch(server, 'job');
    expect(jobs.map(({ status }) => status)).toEqual(['downloading', 'completed']);
    expect(waits).toEqual([1000]);
  });

  test.each(['completed', 'already_downloaded'])('that is %s is the only report', async (status) => {
    const server = setup(started);
    expect(await watch(server, { status })).toEqual({ jobs: [{ status }], waits: [], error: undefined });
    expect(server.asked).toEqual([]);
  });

  test('that is paused is reported and waited for, however long', async () => {
    const paused = Array.from({ length: 30 }, () => ({ status: 'paused' }));
    const { jobs, error } = await watch(setup(...paused, { status: 'completed' }), started, 10);
    expect(jobs.filter(({ status }) => status === 'paused')).toHaveLength(30);
    expect(error).toBeUndefined();
    expect(jobs.at(-1)?.status).toBe('completed');
  });

  test.each([
    [{ status: 'failed', error: 'disk full' }, 'The download failed (job job): disk full'],
    [{ status: 'failed' }, 'the server does not say why'],
    [{ status: 'cancelled' }, 'its status is "cancelled"'],
  ])('%j rejects', async (answer, message) => {
    const { jobs, error } = await watch(setup(answer), started);
    expect(jobs).toEqual([started]);
    expect(error).toMatchObject({
      code: 'download_failed',
      provider: 'fake',
      message: expect.stringContaining(message),
    });
  });

  test('that has failed already rejects at once', async () => {
    const { jobs, error } = await watch(setup(started), { status: 'failed', error: 'no such model' });
    expect({ jobs, error }).toMatchObject({ jobs: [], error: { code: 'download_failed' } });
  });

  test('of an unknown status is let through, but not for ever', async () => {
    const server = setup({ status: 'pondering' });
    const { jobs, error } = await watch(server, started, 10);
    expect(jobs).toHaveLength(11);
    expect(error).toMatchObject({ code: 'download_failed', message: expect.stringContaining('"pondering"') });
  });

  test('of an unknown status that goes on goes on', async () => {
    const steps = Array.from({ length: 30 }, (_, index) => ({ status: 'extracting', downloadedBytes: index }));
    const { jobs, error } = await watch(setup(...steps, { status: 'completed' }), started, 10);
    expect(jobs).toHaveLength(32);
    expect(error).toBeUndefined();
  });

  test('that runs without an id cannot be polled', async () => {
    const { jobs, error } = await watch(setup(started), { status: 'downloading' });
    expect(jobs).toHaveLength(1);
    expect(error).toMatchObject({ code: 'empty_job_id' });
  });
});

describe('a server out of reach', () => {
  test('is retried, later each time', async () => {
    const timeout = new LmError('connect_timeout', 'slow');
    const server = setup(lost(), timeout, lost(), { fraction: 0.5 }, lost(), { status: 'completed' });
    const { jobs, waits, error } = await watch(server, 'job', 10);
    expect(error).toBeUndefined();
    expect(jobs).toHaveLength(2);
    expect(waits).toEqual([20, 40, 80, 10, 20]);
  });

  test('for too long ends it', async () => {
    const server = setup(lost());
    const { waits, error } = await watch(server, 'job', 10);
    expect(error).toMatchObject({ code: 'connection_failed' });
    expect(waits).toEqual([20, 40, 80, 160, 320]);
  });

  test('another failure ends it at once', async () => {
    const { waits, error } = await watch(setup(new LmError('job_not_found', 'no such job')), 'job');
    expect({ waits, error }).toMatchObject({ waits: [], error: { code: 'job_not_found' } });
  });
});

/** How many listeners a signal has. */
const listeners = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length;

describe('ending it from outside', () => {
  test('breaking out of the loop keeps no timer and no listener', async () => {
    const { client, clock, asked } = setup(started);
    const { signal } = new AbortController();
    for await (const _ of client.models.watchDownload(started, { signal })) {
      expect(listeners(signal)).toBe(1);
      break;
    }
    expect({ timers: clock.timers, listeners: listeners(signal), asked }).toEqual({
      timers: 0,
      listeners: 0,
      asked: [],
    });
  });

  test('canceling it while it waits ends the wait', async () => {
    const { client, clock } = setup(started);
    const watching = client.models.watchDownload(started);
    await watching.next();
    const pending = watching.next();
    await clock.waitForTimer(1000);
    await watching.return?.();
    expect(await pending).toEqual({ done: true, value: undefined });
    expect(clock.timers).toBe(0);
    expect(await watching.next()).toEqual({ done: true, value: undefined });
  });

  test('canceling it during a request ends the request', async () => {
    const { client, signals } = setup('hold');
    const watching = client.models.watchDownload('job');
    const pending = watching.next();
    while (signals.length === 0) await Promise.resolve();
    await watching.return?.();
    expect(await pending).toEqual({ done: true, value: undefined });
    expect(signals[0]?.aborted).toBe(true);
  });

  test.each([
    ['while it waits', started, started],
    ['while it asks', 'hold', 'job'],
  ] as const)('an abort %s', async (_name, answer, start) => {
    const { client, clock, signals } = setup(answer);
    const controller = new AbortController();
    const watching = client.models.watchDownload(start, { signal: controller.signal });
    const pending = start === 'job' ? watching.next() : watching.next().then(() => watching.next());
    if (start === 'job') while (signals.length === 0) await Promise.resolve();
    else await clock.waitForTimer(1000);
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(pending).rejects.toMatchObject({ code: 'aborted', cause: reason, provider: 'fake' });
    expect({ timers: clock.timers, listeners: listeners(controller.signal) }).toEqual({ timers: 0, listeners: 0 });
    expect(await watching.next()).toEqual({ done: true, value: undefined });
  });

  test('closing the client ends the wait', async () => {
    const { client, clock } = setup(started);
    const watching = client.models.watchDownload(started);
    await watching.next();
    const pending = watching.next();
    await clock.waitForTimer(1000);
    await client.close();
    await expect(pending).rejects.toMatchObject({ code: 'closed' });
    expect(clock.timers).toBe(0);
  });

  test('nothing begins before the first pull', async () => {
    const { client, asked } = setup(started);
    const { signal } = new AbortController();
    client.models.watchDownload('job', { signal });
    await Promise.resolve();
    expect({ asked, listeners: listeners(signal) }).toEqual({ asked: [], listeners: 0 });
  });
});
