import type { DownloadJob } from '../contract/download.js';
import { isLmError } from '../errors/guards.js';
import { LmError } from '../errors/lm-error.js';
import type { CallScope } from '../signals/call-scope.js';

/** Statuses after which nothing changes any more. */
const DONE = new Set(['completed', 'already_downloaded']);
const FAILED = new Set(['failed', 'error', 'cancelled', 'canceled']);
/** Statuses that mean that it goes on. */
const GOING_ON = new Set(['downloading', 'paused', 'queued', 'pending', 'verifying']);
/** How often an unknown status is asked for again without progress: a word of a later server must not make a loop without end. */
const MAX_UNKNOWN = 10;
/** How often in a row the server may be out of reach. */
const MAX_LOST = 5;

/** A watch that runs. */
export interface OpenWatch {
  /** Ends it from outside, and does its waiting. */
  readonly wait: CallScope;
  /** Milliseconds between two questions. */
  readonly intervalMs: number;
  /** Asks the server. */
  status(jobId: string): Promise<DownloadJob>;
  /** Frees what `open` took. */
  close(): void;
}

/** What watching needs. */
export interface DownloadPollerParts {
  /** Checks options and capability; called at the first pull. */
  open(): OpenWatch;
  /** Puts an error into our words. */
  named(error: unknown): LmError;
}

/** Asks for a download until it ends, at an interval that grows while the server is out of reach. */
export class DownloadPoller implements AsyncIterableIterator<DownloadJob, undefined> {
  readonly #parts: DownloadPollerParts;
  readonly #jobs: AsyncGenerator<DownloadJob, undefined>;
  #watch: OpenWatch | undefined;
  #left = false;

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
    this.#left = true;
    this.#watch?.wait.fail(new LmError('closed', 'The download is not watched any more.'));
    return this.#jobs.return(undefined);
  }

  async *#run(start: DownloadJob | string): AsyncGenerator<DownloadJob, undefined> {
    try {
      this.#watch = this.#parts.open();
      yield* watch(this.#watch, start);
    } catch (error) {
      if (!this.#left) throw this.#parts.named(this.#watch?.wait.failure ?? error);
    } finally {
      this.#watch?.close();
    }
    return undefined;
  }
}

async function* watch(open: OpenWatch, start: DownloadJob | string): AsyncGenerator<DownloadJob, undefined> {
  const jobId = jobIdOf(start);
  const stalls = new StallCount();
  let job = typeof start === 'string' ? await ask(open, jobId) : start;
  for (;;) {
    if (FAILED.has(job.status)) throw failed(job);
    yield job;
    if (DONE.has(job.status)) return undefined;
    stalls.check(job);
    if (jobId === undefined || jobId.trim() === '') {
      throw new LmError('empty_job_id', 'The download has no job id to ask for.');
    }
    await open.wait.sleep(open.intervalMs);
    job = await ask(open, jobId);
  }
}

/** The id of the job, or `empty_job_id`; `undefined` for a job that may be done without one. */
function jobIdOf(start: unknown): string | undefined {
  const id = typeof start === 'object' && start !== null ? (start as DownloadJob).jobId : start;
  if (typeof start === 'object' && start !== null && id === undefined) return undefined;
  if (typeof id === 'string' && id.trim() !== '') return id;
  throw new LmError('empty_job_id', 'models.watchDownload() needs the job that models.download() gave, or its id.');
}

/** Asks for the job; while the server is out of reach, waits longer each time and asks again. */
async function ask(open: OpenWatch, jobId: string | undefined): Promise<DownloadJob> {
  const { wait, intervalMs } = open;
  for (let lost = 0; ; lost += 1) {
    wait.throwIfFailed();
    try {
      return await open.status(jobId ?? '');
    } catch (error) {
      const unreachable = isLmError(error, 'connection_failed') || isLmError(error, 'connect_timeout');
      if (!unreachable || lost === MAX_LOST) throw error;
      await wait.sleep(intervalMs * 2 ** (lost + 1));
    }
  }
}

/** Counts how often a status that nobody knows was told without a byte more. */
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
