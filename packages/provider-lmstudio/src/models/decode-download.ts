import type { DownloadJob, IncomingJson } from '@lmux/core/provider';
import { withoutUndefined } from '@lmux/provider-openai/protocol';

const DONE = new Set(['completed', 'already_downloaded']);

function amount(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function date(value: unknown): Date | undefined {
  const time = text(value);
  if (time === undefined) return undefined;
  const parsed = new Date(time);
  return Number.isNaN(parsed.getTime()) ? undefined : parsed;
}

function fractionOf({ status, downloaded_bytes: got, total_size_bytes: total }: IncomingJson): number | undefined {
  if (DONE.has(status)) return 1;
  const [part, whole] = [amount(got), amount(total)];
  if (part === undefined || whole === undefined || whole === 0) return undefined;
  return Math.min(1, part / whole);
}

/** Why it failed, under any of the names that builds have for it; none is documented. */
function reasonOf({ error_message: message, error }: IncomingJson): string | undefined {
  return text(message) ?? text(error) ?? text(error?.message);
}

/** A download in the contract's words. A status that is new to us goes through. */
export function decodeDownload(answer: IncomingJson): DownloadJob {
  return {
    status: answer.status,
    ...withoutUndefined({
      jobId: text(answer.job_id),
      totalBytes: amount(answer.total_size_bytes),
      downloadedBytes: amount(answer.downloaded_bytes),
      bytesPerSecond: amount(answer.bytes_per_second),
      fraction: fractionOf(answer),
      startedAt: date(answer.started_at),
      completedAt: date(answer.completed_at),
      estimatedCompletion: date(answer.estimated_completion),
      error: reasonOf(answer),
    }),
    raw: answer,
  };
}
