import type { DownloadJob } from '../contract/download.js';
import type { StreamSubscription } from '../contract/streams.js';
import { toLmError } from '../errors/guards.js';
import { LmError } from '../errors/lm-error.js';
import { endedSubscription, type PushSource } from '../stream/push-source.js';

/** How many downloads that are over are remembered. */
const MAX_OVER = 100;

/** What a source of a download tells: all but the id. */
export type DownloadState = Omit<DownloadJob, 'jobId'>;

interface Job {
  state: DownloadState | undefined;
  over: boolean;
  /** Settled with the first state, or by the lack of one, for all who ask meanwhile. */
  readonly begun: Promise<void>;
  readonly reject: (error: unknown) => void;
  subscription: StreamSubscription;
}

/**
 * Downloads of servers that keep no jobs themselves: the download runs while its stream is read. They are read here, in the
 * background, so that they can be asked for by an id; `close` ends those that run.
 */
export class DownloadJobs {
  readonly #jobs = new Map<string, Job>();

  /**
   * Begins a download, or joins the one of that id that runs. Gives its first state; rejects where it fails before one. A source that
   * fails later leaves a job with the status `failed`; one that completes leaves its last state.
   */
  async start(jobId: string, source: PushSource<DownloadState>): Promise<DownloadJob> {
    const known = this.#jobs.get(jobId);
    const job = known === undefined || known.over ? this.#begin(jobId, source) : known;
    await job.begun;
    return { jobId, ...(job.state ?? { status: 'downloading' }) };
  }

  /** How a download of this client stands; `undefined` where it knows none of that id. */
  status(jobId: string): DownloadJob | undefined {
    const state = this.#jobs.get(jobId)?.state;
    return state === undefined ? undefined : { jobId, ...state };
  }

  /** Ends the downloads that run. */
  close(): void {
    for (const { over, subscription, reject } of this.#jobs.values()) {
      if (over) continue;
      subscription.cancel();
      reject(new LmError('closed', 'The client was closed while the download began.'));
    }
    this.#jobs.clear();
  }

  #begin(jobId: string, source: PushSource<DownloadState>): Job {
    let [resolve, reject]: [() => void, (error: unknown) => void] = [() => {}, () => {}];
    const begun = new Promise<void>((resolved, rejected) => {
      [resolve, reject] = [resolved, rejected];
    });
    const job: Job = { state: undefined, over: false, begun, reject, subscription: endedSubscription };
    this.#jobs.delete(jobId);
    this.#jobs.set(jobId, job);
    const end = (): void => {
      job.over = true;
      this.#forgetOldest();
    };
    job.subscription = source.subscribe({
      next: (state) => {
        job.state = state;
        resolve();
      },
      error: (caught) => {
        end();
        const error = toLmError(caught);
        if (job.state !== undefined) job.state = { ...job.state, status: 'failed', error: error.message };
        else {
          this.#jobs.delete(jobId);
          reject(error);
        }
      },
      complete: () => {
        end();
        if (job.state === undefined) reject(new LmError('download_failed', 'The server told nothing of the download.'));
      },
    });
    return job;
  }

  #forgetOldest(): void {
    const over = [...this.#jobs].filter(([, job]) => job.over);
    for (const [jobId] of over.slice(0, Math.max(0, over.length - MAX_OVER))) this.#jobs.delete(jobId);
  }
}
