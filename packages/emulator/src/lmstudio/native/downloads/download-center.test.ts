import { expect, test } from 'vitest';
import { seedRegistry } from '../../../shared/models/model-registry.js';
import { DownloadCenter } from './download-center.js';

test('keeps the state of the latest 1000 jobs, and of those in progress', () => {
  let id = 0;
  const registry = seedRegistry([], {} as Parameters<typeof seedRegistry>[1]);
  const definitions = [{ id: 'broken', download: { failsAt: 0 } }, { id: 'slow' }];
  const center = new DownloadCenter(
    { registry, nowMs: () => 0, nextId: () => (id += 1) },
    { definitions, downloadMs: 1000 },
  );
  const start = (key: string): string => center.start(key, undefined)?.id ?? '';
  const slow = start('slow');
  const jobs = Array.from({ length: 1001 }, () => start('broken'));
  expect(new Set(jobs).size).toBe(1001);
  expect(jobs.map((job) => center.job(job) !== undefined)).toEqual(jobs.map((_, index) => index >= 2));
  expect(center.job(slow)).toMatchObject({ id: slow, key: 'slow' });
});
