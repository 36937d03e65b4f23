import type { DownloadJob } from '../contract/download.js';
import type { Clock } from '../clock/clock.js';
import { isLmError } from '../errors/guards.js';
import { LmError } from '../errors/lm-error.js';
import { CallScope } from '../signals/call-scope.js';

/** Statuses after which nothing changes any more. */
const DONE = new Set(['completed', 'already_downloaded']);
/** Statuses that mean that it goes on. */
const GOING_ON = new Set(['downloading', 'paused', 'queued', 'pending', 'verifying']);
/** How often an unknown status is asked for again: a word of a later server must not make a loop without end. */
const MAX_UNKNOWN = 10;
/** How often in a row the server may be out of reach. */
const MAX_LOST = 5;

/** What watching needs. */
export interface WatchDownloadParts {
  readonly clock: Clock;
  readonly intervalMs: number;
  readonly signal: AbortSignal | undefined;
  /** Asks the server. */
  status(jobId: string): Promise<DownloadJob>;
  /** Refuses what the provider cannot do. */
  begin(): void;
  named(error: unknown): LmError;
}

function failed(job: DownloadJob): LmError {
  const why = job.error === undefined ? 'the server does not say why' : job.error;
  return new LmError(
    'download_failed',
    `The download failed: ${why}${job.jobId === undefined ? '' : ` (job ${job.jobId})`}.`,
  );
}

/** Asks for a download until it ends, at an interval that grows while the server is out of reach. */
export async function* watchDownload(
  start: DownloadJob | string,
  parts: WatchDownloadParts,
): AsyncGenerator<DownloadJob, undefined> {
  const scope = new CallScope(parts.clock, parts.signal, () => 'watching the download');
  let unknown = 0;
  let lost = 0;
  try {
    parts.begin();
    let job = typeof start === 'string' ? undefined : start;
    const jobId = typeof start === 'string' ? start : start.jobId;
    for (;;) {
      if (job !== undefined) {
        if (job.status === 'failed' || job.status === 'error') throw failed(job);
        yield job;
        if (DONE.has(job.status)) return undefined;
        unknown = GOING_ON.has(job.status) ? 0 : unknown + 1;
        if (unknown > MAX_UNKNOWN) {
          throw new LmError(
            'download_failed',
            `The download has the unknown status "${job.status}" and does not leave it; watching ends.`,
          );
        }
        await scope.sleep(parts.intervalMs * 2 ** Math.min(lost, MAX_LOST));
      }
      if (jobId === undefined || jobId === '')
        throw new LmError('empty_job_id', 'The download has no job id to ask for.');
      try {
        job = await parts.status(jobId);
        lost = 0;
      } catch (error) {
        if (!isLmError(error, 'connection_failed') || lost >= MAX_LOST) throw error;
        lost += 1;
        await scope.sleep(parts.intervalMs * 2 ** lost);
        job = undefined;
      }
    }
  } catch (error) {
    throw parts.named(error);
  } finally {
    scope.dispose();
  }
}
