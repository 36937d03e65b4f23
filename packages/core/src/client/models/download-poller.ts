import type { DownloadJob } from '../../contract/download.js';
import { isLmError } from '../../errors/guards.js';
import { LmError } from '../../errors/lm-error.js';
import type { CallScope } from '../../signals/call-scope.js';
import { shownBlank } from '../../validate/check.js';

/** Final statuses. */
const DONE = new Set(['completed', 'already_downloaded']);
const FAILED = new Set(['failed', 'error', 'cancelled', 'canceled']);
/** Statuses of a running download. */
const GOING_ON = new Set(['downloading', 'paused', 'queued', 'pending', 'verifying']);
/** Maximum number of polls without progress in an unknown status, so that a status of a later server does not cause an endless loop. */
const MAX_UNKNOWN = 10;
/** Maximum number of consecutive retries of a poll that cannot reach the server. */
const MAX_UNREACHABLE = 5;

/** The resources of a running iteration. */
export interface PollSession {
  /** Scope of the iteration. It provides the delays and can be ended from outside. */
  readonly wait: CallScope;
  /** Polling interval in ms. */
  readonly intervalMs: number;
  /** Requests the status from the server. */
  status(jobId: string): Promise<DownloadJob>;
  /** Releases the resources of `open`. */
  close(): void;
}

/** The parts of a `DownloadPoller`. */
export interface DownloadPollerParts {
  /** Checks the options and the capability. Called by the first `next()`. */
  open(): PollSession;
  /** Converts an error to an `LmError`. */
  named(error: unknown): LmError;
}

/** Polls a download until it is complete. The interval grows while the server cannot be reached. */
export class DownloadPoller implements AsyncIterableIterator<DownloadJob, undefined> {
  readonly #parts: DownloadPollerParts;
  readonly #jobs: AsyncGenerator<DownloadJob, undefined>;
  #session: PollSession | undefined;
  #isCanceled = false;

  constructor(start: DownloadJob | string, parts: DownloadPollerParts) {
    this.#parts = parts;
    this.#jobs = this.#run(start);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<DownloadJob, undefined>> {
    return this.#jobs.next();
  }

  /** Ends the iteration immediately, even if a `next()` is pending. A generator alone would wait for that first. */
  return(): Promise<IteratorResult<DownloadJob, undefined>> {
    this.#isCanceled = true;
    this.#session?.wait.fail(
      new LmError('closed', 'The iterator of watchDownload() was closed before the download finished.'),
    );
    return this.#jobs.return(undefined);
  }

  async *#run(start: DownloadJob | string): AsyncGenerator<DownloadJob, undefined> {
    try {
      this.#session = this.#parts.open();
      yield* poll(this.#session, start);
    } catch (error) {
      if (!this.#isCanceled) throw this.#parts.named(this.#session?.wait.failure ?? error);
    } finally {
      this.#session?.close();
    }
    return undefined;
  }
}

async function* poll(session: PollSession, start: DownloadJob | string): AsyncGenerator<DownloadJob, undefined> {
  const jobId = jobIdOf(start);
  const stalls = new StallCount();
  let job = typeof start === 'string' ? await fetchJob(session, jobId) : start;
  for (;;) {
    if (FAILED.has(job.status)) throw failed(job);
    yield job;
    if (DONE.has(job.status)) return undefined;
    stalls.check(job);
    if (jobId === undefined || jobId.trim() === '') {
      throw new LmError(
        'empty_job_id',
        'The download has no job id, so its status cannot be polled. Call models.list() to see whether the model has been downloaded.',
      );
    }
    await session.wait.sleep(session.intervalMs);
    job = await fetchJob(session, jobId);
  }
}

/**
 * Returns the id of the job. It is `undefined` for a job without an id, which is valid if the job is complete.
 *
 * @throws `empty_job_id` if the id is empty or not a string.
 */
function jobIdOf(start: unknown): string | undefined {
  const id = typeof start === 'object' && start !== null ? (start as DownloadJob).jobId : start;
  if (typeof start === 'object' && start !== null && id === undefined) return undefined;
  if (typeof id === 'string' && id.trim() !== '') return id;
  throw new LmError(
    'empty_job_id',
    `models.watchDownload() requires the job that models.download() returned, or its id; received ${shownBlank(id)}.`,
  );
}

/** Requests the job. If the server cannot be reached, retries with increasing delays. */
async function fetchJob(session: PollSession, jobId: string | undefined): Promise<DownloadJob> {
  const { wait, intervalMs } = session;
  for (let failures = 0; ; failures += 1) {
    wait.throwIfFailed();
    try {
      return await session.status(jobId ?? '');
    } catch (error) {
      const unreachable = isLmError(error, 'connection_failed') || isLmError(error, 'connect_timeout');
      if (!unreachable || failures === MAX_UNREACHABLE) throw error;
      await wait.sleep(intervalMs * 2 ** (failures + 1));
    }
  }
}

/** Counts the polls with an unknown status and without progress. */
class StallCount {
  #count = 0;
  #bytes: number | undefined;

  check(job: DownloadJob): void {
    const stalled = !GOING_ON.has(job.status) && job.downloadedBytes === this.#bytes;
    this.#count = stalled ? this.#count + 1 : 0;
    this.#bytes = job.downloadedBytes;
    if (this.#count < MAX_UNKNOWN) return;
    throw new LmError(
      'download_failed',
      `The download made no progress in ${MAX_UNKNOWN} polls with the unknown status "${job.status}". Check the server's log.`,
    );
  }
}

function failed(job: DownloadJob): LmError {
  const why = job.error ?? `the status is "${job.status}" and the server reported no reason.`;
  return new LmError('download_failed', `The download failed${job.jobId ? ` (job ${job.jobId})` : ''}: ${why}`);
}
