import type { DownloadJob } from '../contract/download.js';
import { isLmError } from '../errors/guards.js';
import { LmError } from '../errors/lm-error.js';
import type { CallScope } from '../signals/call-scope.js';

/** Statuses after which nothing changes any more. */
const DONE = new Set(['completed', 'already_downloaded']);
const FAILED = new Set(['failed', 'error', 'cancelled', 'canceled']);
/** Statuses that mean that it goes on. */
const GOING_ON = new Set(['downloading', 'paused', 'queued', 'pending', 'verifying']);
/** Number of polls of an unknown status without progress: a word of a later server must not make a loop without end. */
const MAX_UNKNOWN = 10;
/** Number of consecutive polls for which the server may be out of reach. */
const MAX_UNREACHABLE = 5;

/** A poll that runs. */
export interface PollSession {
  /** Ends it from outside, and does its waiting. */
  readonly wait: CallScope;
  /** Milliseconds between two requests. */
  readonly intervalMs: number;
  /** Requests the status from the server. */
  status(jobId: string): Promise<DownloadJob>;
  /** Frees what `open` took. */
  close(): void;
}

/** The parts of a `DownloadPoller`. */
export interface DownloadPollerParts {
  /** Checks options and capability; called at the first pull. */
  open(): PollSession;
  /** Puts an error into our words. */
  named(error: unknown): LmError;
}

/** Polls a download until it ends, at an interval that grows while the server is out of reach. */
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

  /** Ends it at once, also while a pull waits: a generator alone would finish that first. */
  return(): Promise<IteratorResult<DownloadJob, undefined>> {
    this.#isCanceled = true;
    this.#session?.wait.fail(new LmError('closed', 'The download is not watched any more.'));
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
      throw new LmError('empty_job_id', 'The download has no job id to ask for.');
    }
    await session.wait.sleep(session.intervalMs);
    job = await fetchJob(session, jobId);
  }
}

/** The id of the job, or `empty_job_id`; `undefined` for a job that may be done without one. */
function jobIdOf(start: unknown): string | undefined {
  const id = typeof start === 'object' && start !== null ? (start as DownloadJob).jobId : start;
  if (typeof start === 'object' && start !== null && id === undefined) return undefined;
  if (typeof id === 'string' && id.trim() !== '') return id;
  throw new LmError('empty_job_id', 'models.watchDownload() needs the job that models.download() gave, or its id.');
}

/** Requests the job. While the server is out of reach, waits longer each time and retries. */
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

/** Counts the polls in which an unknown status came without a byte more. */
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
      `The download has the unknown status "${job.status}" and does not leave it; watching ends.`,
    );
  }
}

function failed(job: DownloadJob): LmError {
  const why = job.error ?? `its status is "${job.status}" and the server does not say why`;
  return new LmError('download_failed', `The download failed${job.jobId ? ` (job ${job.jobId})` : ''}: ${why}`);
}
