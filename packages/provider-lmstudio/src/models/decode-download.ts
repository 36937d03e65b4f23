import type { DownloadJob } from '@lmux/core/provider';
import { readCount, readObject, readText } from '@lmux/core/provider/json';
import { withoutUndefined } from '@lmux/provider-openai/protocol';
import type { NativeResponse } from '../server/native-api.js';
import type { DownloadModelResponse } from './wire.js';

const DONE = new Set(['completed', 'already_downloaded']);

function date(value: unknown): Date | undefined {
  const time = readText(value);
  if (time === undefined) return undefined;
  const parsed = new Date(time);
  return Number.isNaN(parsed.getTime()) ? undefined : parsed;
}

function fractionOf({ status, downloaded_bytes: got, total_size_bytes: total }: DownloadModelResponse) {
  if (DONE.has(status)) return 1;
  const [part, whole] = [readCount(got), readCount(total)];
  if (part === undefined || whole === undefined || whole === 0) return undefined;
  return Math.min(1, part / whole);
}

/** Returns the reason of a failure. Builds use different field names for it, and none is documented. */
function reasonOf({ error_message: message, error }: DownloadModelResponse): string | undefined {
  return readText(message) ?? readText(error) ?? readText(readObject(error)['message']);
}

/** Decodes a download to a `DownloadJob`. An unknown status is passed on. The texts of the server are made safe to show. */
export function decodeDownload({ body: job, showText }: NativeResponse<DownloadModelResponse>): DownloadJob {
  const reason = reasonOf(job);
  return {
    status: showText(job.status),
    ...withoutUndefined({
      jobId: readText(job.job_id),
      totalBytes: readCount(job.total_size_bytes),
      downloadedBytes: readCount(job.downloaded_bytes),
      bytesPerSecond: readCount(job.bytes_per_second),
      fraction: fractionOf(job),
      startedAt: date(job.started_at),
      completedAt: date(job.completed_at),
      estimatedCompletion: date(job.estimated_completion),
      error: reason && showText(reason),
    }),
    raw: job,
  };
}
