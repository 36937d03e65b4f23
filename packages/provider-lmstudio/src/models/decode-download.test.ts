import { expect, test } from 'vitest';
import { decodeDownload } from './decode-download.js';
import type { DownloadModelResponse } from './wire.js';

test.each([
  [{ status: 'already_downloaded' }, { fraction: 1 }],
  [
    {
      job_id: 'job_1',
      status: 'downloading',
      total_size_bytes: 400,
      downloaded_bytes: 100,
      bytes_per_second: 7834.5,
      started_at: '2026-10-03T14:20:11.000Z',
      estimated_completion: '2026-10-03T14:21:11.000Z',
    },
    {
      jobId: 'job_1',
      totalBytes: 400,
      downloadedBytes: 100,
      bytesPerSecond: 7834.5,
      fraction: 0.25,
      startedAt: new Date('2026-10-03T14:20:11.000Z'),
      estimatedCompletion: new Date('2026-10-03T14:21:11.000Z'),
    },
  ],
  [
    { status: 'completed', completed_at: '2026-10-03T14:21:11Z' },
    { fraction: 1, completedAt: new Date('2026-10-03T14:21:11Z') },
  ],
  [{ status: 'failed', error_message: 'full', error: 'other' }, { error: 'full' }],
  [{ status: 'failed', error: 'full' }, { error: 'full' }],
  [{ status: 'failed', error: { message: 'full' } }, { error: 'full' }],
  [
    { status: 'paused', total_size_bytes: 0, downloaded_bytes: 0 },
    { totalBytes: 0, downloadedBytes: 0 },
  ],
  [
    { status: 'downloading', total_size_bytes: 10, downloaded_bytes: 11 },
    { totalBytes: 10, downloadedBytes: 11, fraction: 1 },
  ],
  [{ status: 'reticulating', started_at: 'soon', total_size_bytes: null, job_id: '' }, {}],
])('decodes %j', (wire, job) => {
  expect(decodeDownload({ body: wire as DownloadModelResponse, showText: String })).toEqual({
    status: wire.status,
    ...job,
    raw: wire,
  });
});
