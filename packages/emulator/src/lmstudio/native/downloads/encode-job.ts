import { stateOf } from '../../../shared/models/download-job.js';
import type { DownloadJob } from '../../../shared/models/download-job.js';

/** Encodes the response to a request that started a download or joined one in progress. */
export function encodeStart(job: DownloadJob, now: number): object {
  const { status, completesAt } = stateOf(job, now);
  return {
    job_id: job.id,
    status,
    total_size_bytes: job.totalBytes,
    started_at: isoTime(job.startedAt),
    completed_at: status === 'completed' ? isoTime(completesAt) : undefined,
  };
}

/** Encodes the status of a download. JSON omits undefined fields. */
export function encodeStatus(job: DownloadJob, now: number): object {
  const { status, downloadedBytes, completesAt } = stateOf(job, now);
  const { ms, reasonKey = 'error_message', reason = 'The connection to the server was lost.' } = job.plan;
  const running = status === 'downloading';
  return {
    job_id: job.id,
    status,
    // A fraction, as LM Studio sends it. A client that expects an integer fails.
    bytes_per_second: running ? job.totalBytes / (ms / 1000) + 1 / 3 : undefined,
    estimated_completion: running ? isoTime(completesAt) : undefined,
    completed_at: status === 'completed' ? isoTime(completesAt) : undefined,
    total_size_bytes: job.totalBytes,
    downloaded_bytes: downloadedBytes,
    started_at: isoTime(job.startedAt),
    ...(status === 'failed' && { [reasonKey]: reason }),
  };
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
