import { expect, test } from 'vitest';
import type { EventObserver } from '../contract/streams.js';
import { LmError } from '../errors/lm-error.js';
import { DownloadJobs, type DownloadState } from './download-jobs.js';

/** Returns a download that the test controls. */
function download() {
  const seen: { observer?: EventObserver<DownloadState>; canceled: number; begun: number } = {
    canceled: 0,
    begun: 0,
  };
  const source = {
    subscribe(observer: EventObserver<DownloadState>) {
      seen.observer = observer;
      seen.begun += 1;
      return { pause() {}, resume() {}, cancel: () => void (seen.canceled += 1) };
    },
  };
  return { source, seen };
}

const HALF: DownloadState = { status: 'downloading', fraction: 0.5 };
const WHOLE: DownloadState = { status: 'completed', fraction: 1 };

test('a download is a job from its first state on and keeps its last state', async () => {
  const [jobs, { source, seen }] = [new DownloadJobs(), download()];
  const starting = jobs.start('a', source);
  expect(jobs.status('a')).toBeUndefined();
  seen.observer?.next(HALF);
  expect(await starting).toEqual({ jobId: 'a', ...HALF });
  seen.observer?.next(WHOLE);
  seen.observer?.complete();
  expect(jobs.status('a')).toEqual({ jobId: 'a', ...WHOLE });
});

test('joins a running download and restarts one that has ended', async () => {
  const [jobs, { source, seen }] = [new DownloadJobs(), download()];
  const starting = Promise.all([jobs.start('a', source), jobs.start('a', source)]);
  seen.observer?.next(HALF);
  expect(await starting).toEqual([
    { jobId: 'a', ...HALF },
    { jobId: 'a', ...HALF },
  ]);
  expect(seen.begun).toBe(1);
  seen.observer?.complete();
  const again = jobs.start('a', source);
  expect(seen.begun).toBe(2);
  seen.observer?.next(WHOLE);
  await again;
});

test('rejects a download that fails before its first state, and keeps one that fails later as a failed job', async () => {
  const [jobs, { source, seen }] = [new DownloadJobs(), download()];
  const error = new LmError('model_not_found', 'No such model.');
  const starting = jobs.start('a', source);
  seen.observer?.error(error);
  await expect(starting).rejects.toBe(error);
  expect(jobs.status('a')).toBeUndefined();

  const second = jobs.start('a', source);
  seen.observer?.next(HALF);
  await second;
  seen.observer?.error(error);
  expect(jobs.status('a')).toEqual({ jobId: 'a', status: 'failed', fraction: 0.5, error: 'No such model.' });
});

test('rejects if the source reports nothing', async () => {
  const [jobs, { source, seen }] = [new DownloadJobs(), download()];
  const starting = jobs.start('a', source);
  seen.observer?.complete();
  await expect(starting).rejects.toMatchObject({ code: 'download_failed' });
});

test('close ends a download that has reported nothing yet', async () => {
  const [jobs, { source, seen }] = [new DownloadJobs(), download()];
  const starting = jobs.start('a', source);
  jobs.close();
  await expect(starting).rejects.toMatchObject({ code: 'closed' });
  expect(seen.canceled).toBe(1);
});

test('close ends only running downloads', async () => {
  const [jobs, running, over] = [new DownloadJobs(), download(), download()];
  const starting = Promise.all([jobs.start('a', running.source), jobs.start('b', over.source)]);
  running.seen.observer?.next(HALF);
  over.seen.observer?.next(WHOLE);
  over.seen.observer?.complete();
  await starting;
  jobs.close();
  expect([running.seen.canceled, over.seen.canceled, jobs.status('a')]).toEqual([1, 0, undefined]);
});

test('keeps the last 100 ended downloads', async () => {
  const jobs = new DownloadJobs();
  for (let index = 0; index <= 100; index += 1) {
    const { source, seen } = download();
    const starting = jobs.start(`job-${index}`, source);
    seen.observer?.next(WHOLE);
    seen.observer?.complete();
    await starting;
  }
  expect([jobs.status('job-0'), jobs.status('job-1')?.status]).toEqual([undefined, 'completed']);
});

test('forgets ended downloads that match, and no running ones', async () => {
  const [jobs, ended, running] = [new DownloadJobs(), download(), download()];
  for (const [jobId, { source, seen }] of [['ended', ended] as const, ['running', running] as const]) {
    const starting = jobs.start(jobId, source);
    seen.observer?.next(HALF);
    await starting;
  }
  ended.seen.observer?.complete();
  jobs.forget((jobId) => jobId === 'other');
  expect(jobs.status('ended')).toBeDefined();
  jobs.forget(() => true);
  expect([jobs.status('ended'), jobs.status('running')?.status]).toEqual([undefined, 'downloading']);
});
