import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import type { DownloadJob } from '../../contract/download.js';
import type { LmClient } from '../../contract/lm-client.js';
import { LmError } from '../../errors/lm-error.js';
import { createClient } from '../create-client.js';
import { FakeClock } from '../../testing/fake-clock.js';
import { fakeProvider } from '../../testing/fake-provider.js';

type Polled = Partial<DownloadJob> | Error | 'hold';

interface Setup {
  readonly client: LmClient;
  readonly clock: FakeClock;
  /** Ids whose status was requested. */
  readonly requested: string[];
  readonly signals: (AbortSignal | undefined)[];
}

/** Returns a client whose server sends these responses and then repeats the last one. */
function setup(...responses: readonly Polled[]): Setup {
  const clock = new FakeClock();
  const requested: string[] = [];
  const signals: (AbortSignal | undefined)[] = [];
  const downloadStatus = async (
    jobId: string,
    call: { readonly options: { readonly signal?: AbortSignal | undefined } },
  ): Promise<DownloadJob> => {
    const response = responses[Math.min(requested.length, responses.length - 1)];
    requested.push(jobId);
    const { signal } = call.options;
    signals.push(signal);
    if (response instanceof Error) throw response;
    if (response === 'hold') {
      return new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
    }
    return { jobId, status: 'downloading', ...response };
  };
  const plugin = fakeProvider({ methods: { downloadStatus } });
  const client = createClient({ plugins: [plugin], config: { provider: 'fake' }, clock });
  return { client, clock, requested, signals };
}

const lost = (): LmError => new LmError('connection_failed', 'refused', { retryable: true });

interface Polling {
  readonly jobs: DownloadJob[];
  readonly waits: number[];
  readonly error: unknown;
}

/** Polls a download to its end, advances the clock as needed, and returns the duration of each delay. */
async function poll({ client, clock }: Setup, job: DownloadJob | string, intervalMs?: number): Promise<Polling> {
  const jobs: DownloadJob[] = [];
  const waits: number[] = [];
  const state = { over: false };
  const polling = (async () => {
    for await (const seen of client.models.watchDownload(job, { intervalMs })) jobs.push(seen);
  })().then(
    () => undefined,
    (caught: unknown) => caught,
  );
  const ended = polling.finally(() => (state.over = true));
  while (!state.over) {
    await Promise.race([clock.waitForTimer(), ended]);
    if (clock.timers === 0) continue;
    const before = clock.now();
    while (clock.timers > 0) clock.advance(1);
    waits.push(clock.now() - before);
  }
  return { jobs, waits, error: await polling };
}

const started: DownloadJob = { jobId: 'job', status: 'downloading', fraction: 0 };

describe('a download', () => {
  test('is yielded by each poll until it is complete', async () => {
    const server = setup({ fraction: 0.5 }, { status: 'completed', fraction: 1 });
    const { jobs, waits, error } = await poll(server, started, 250);
    expect(jobs.map(({ fraction }) => fraction)).toEqual([0, 0.5, 1]);
    expect(jobs.at(-1)).toMatchObject({ status: 'completed' });
    expect({ waits, error, requested: server.requested }).toEqual({
      waits: [250, 250],
      error: undefined,
      requested: ['job', 'job'],
    });
  });

  test('is polled every second by default, and immediately if only its id is passed', async () => {
    const server = setup({ fraction: 0.5 }, { status: 'completed' });
    const { jobs, waits } = await poll(server, 'job');
    expect(jobs.map(({ status }) => status)).toEqual(['downloading', 'completed']);
    expect(waits).toEqual([1000]);
  });

  test.each(['completed', 'already_downloaded'])('is yielded once without a request if it is %s', async (status) => {
    const server = setup(started);
    expect(await poll(server, { status })).toEqual({ jobs: [{ status }], waits: [], error: undefined });
    expect(server.requested).toEqual([]);
  });

  test('is polled indefinitely while it is paused', async () => {
    const paused = Array.from({ length: 30 }, () => ({ status: 'paused' }));
    const { jobs, error } = await poll(setup(...paused, { status: 'completed' }), started, 10);
    expect(jobs.filter(({ status }) => status === 'paused')).toHaveLength(30);
    expect(error).toBeUndefined();
    expect(jobs.at(-1)?.status).toBe('completed');
  });

  test.each([
    [{ status: 'failed', error: 'disk full' }, 'The download failed (job job): disk full'],
    [{ status: 'failed' }, 'the server reported no reason'],
    [{ status: 'cancelled' }, 'the status is "cancelled"'],
  ])('rejects for %j', async (response, message) => {
    const { jobs, error } = await poll(setup(response), started);
    expect(jobs).toEqual([started]);
    expect(error).toMatchObject({
      code: 'download_failed',
      provider: 'fake',
      message: expect.stringContaining(message),
    });
  });

  test('rejects immediately if it has already failed', async () => {
    const { jobs, error } = await poll(setup(started), { status: 'failed', error: 'no such model' });
    expect({ jobs, error }).toMatchObject({ jobs: [], error: { code: 'download_failed' } });
  });

  test('rejects after several polls without progress in an unknown status', async () => {
    const server = setup({ status: 'pondering' });
    const { jobs, error } = await poll(server, started, 10);
    expect(jobs).toHaveLength(11);
    expect(error).toMatchObject({ code: 'download_failed', message: expect.stringContaining('"pondering"') });
  });

  test('is polled in an unknown status as long as it makes progress', async () => {
    const steps = Array.from({ length: 30 }, (_, index) => ({ status: 'extracting', downloadedBytes: index }));
    const { jobs, error } = await poll(setup(...steps, { status: 'completed' }), started, 10);
    expect(jobs).toHaveLength(32);
    expect(error).toBeUndefined();
  });

  test('cannot be polled without an id', async () => {
    const { jobs, error } = await poll(setup(started), { status: 'downloading' });
    expect(jobs).toHaveLength(1);
    expect(error).toMatchObject({ code: 'empty_job_id' });
  });
});

describe('a server that cannot be reached', () => {
  test('is retried with increasing delays', async () => {
    const timeout = new LmError('connect_timeout', 'slow');
    const server = setup(lost(), timeout, lost(), { fraction: 0.5 }, lost(), { status: 'completed' });
    const { jobs, waits, error } = await poll(server, 'job', 10);
    expect(error).toBeUndefined();
    expect(jobs).toHaveLength(2);
    expect(waits).toEqual([20, 40, 80, 10, 20]);
  });

  test('ends the iteration after 5 retries', async () => {
    const server = setup(lost());
    const { waits, error } = await poll(server, 'job', 10);
    expect(error).toMatchObject({ code: 'connection_failed' });
    expect(waits).toEqual([20, 40, 80, 160, 320]);
  });

  test('another failure ends the iteration immediately', async () => {
    const { waits, error } = await poll(setup(new LmError('job_not_found', 'no such job')), 'job');
    expect({ waits, error }).toMatchObject({ waits: [], error: { code: 'job_not_found' } });
  });
});

/** Returns the number of listeners of a signal. */
const listeners = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length;

describe('cancellation', () => {
  test('breaking out of the loop leaves no timer and no listener', async () => {
    const { client, clock, requested } = setup(started);
    const { signal } = new AbortController();
    for await (const _ of client.models.watchDownload(started, { signal })) {
      expect(listeners(signal)).toBe(1);
      break;
    }
    expect({ timers: clock.timers, listeners: listeners(signal), requested }).toEqual({
      timers: 0,
      listeners: 0,
      requested: [],
    });
  });

  /** Returns an iteration that waits for its next poll. */
  async function waiting() {
    const { client, clock } = setup(started);
    const polling = client.models.watchDownload(started);
    await polling.next();
    const pending = polling.next();
    await clock.waitForTimer(1000);
    return { client, clock, polling, pending };
  }

  test('return() during a delay ends the delay', async () => {
    const { clock, polling, pending } = await waiting();
    await polling.return?.();
    expect(await pending).toEqual({ done: true, value: undefined });
    expect(clock.timers).toBe(0);
    expect(await polling.next()).toEqual({ done: true, value: undefined });
  });

  test('return() during a request cancels the request', async () => {
    const { client, signals } = setup('hold');
    const polling = client.models.watchDownload('job');
    const pending = polling.next();
    while (signals.length === 0) await Promise.resolve();
    await polling.return?.();
    expect(await pending).toEqual({ done: true, value: undefined });
    expect(signals[0]?.aborted).toBe(true);
  });

  test.each([
    ['during a delay', started, started],
    ['during a request', 'hold', 'job'],
  ] as const)('an abort %s rejects with aborted', async (_name, response, start) => {
    const { client, clock, signals } = setup(response);
    const controller = new AbortController();
    const polling = client.models.watchDownload(start, { signal: controller.signal });
    const pending = start === 'job' ? polling.next() : polling.next().then(() => polling.next());
    if (start === 'job') while (signals.length === 0) await Promise.resolve();
    else await clock.waitForTimer(1000);
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(pending).rejects.toMatchObject({ code: 'aborted', cause: reason, provider: 'fake' });
    expect({ timers: clock.timers, listeners: listeners(controller.signal) }).toEqual({ timers: 0, listeners: 0 });
    expect(await polling.next()).toEqual({ done: true, value: undefined });
  });

  test('closing the client ends the delay', async () => {
    const { client, clock, pending } = await waiting();
    await client.close();
    await expect(pending).rejects.toMatchObject({ code: 'closed' });
    expect(clock.timers).toBe(0);
  });

  test('nothing is requested before the first next()', async () => {
    const { client, requested } = setup(started);
    const { signal } = new AbortController();
    client.models.watchDownload('job', { signal });
    await Promise.resolve();
    expect({ requested, listeners: listeners(signal) }).toEqual({ requested: [], listeners: 0 });
  });
});
