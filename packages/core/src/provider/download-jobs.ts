import type { DownloadJob } from '../contract/download.js';
import type { StreamSubscription } from '../contract/streams.js';
import { toLmError } from '../errors/guards.js';
import { LmError } from '../errors/lm-error.js';
import { endedSubscription, type PushSource } from '../stream/push-source.js';

/** Maximum number of ended downloads to remember. */
const MAX_OVER = 100;

/** The state of a download without its id, as a source reports it. */
export type DownloadState = Omit<DownloadJob, 'jobId'>;

interface Job {
  state: DownloadState | undefined;
  over: boolean;
  /** Resolved by the first state, or rejected if the source ends before it. All callers that start the download wait for it. */
  readonly begun: Promise<void>;
  readonly reject: (error: unknown) => void;
  subscription: StreamSubscription;
}

/**
 * Downloads of servers that do not manage download jobs, such as Ollama, where a download runs only while its response is read. This class
 * reads the responses in the background and makes their states available by id.
 */
export class DownloadJobs {
  readonly #jobs = new Map<string, Job>();

  /**
   * Starts a download, or joins a running one with the same id. Resolves with the first state. Rejects if the download fails before it reports one. If the
   * source fails later, the status becomes `failed`. If it completes, the last state is kept.
   */
  async start(jobId: string, source: PushSource<DownloadState>): Promise<DownloadJob> {
    const known = this.#jobs.get(jobId);
    const job = known === undefined || known.over ? this.#begin(jobId, source) : known;
    await job.begun;
    return { jobId, ...(job.state ?? { status: 'downloading' }) };
  }

  /** Returns the state of a download of this client, or `undefined` if there is none with that id. */
  status(jobId: string): DownloadJob | undefined {
    const state = this.#jobs.get(jobId)?.state;
    return state === undefined ? undefined : { jobId, ...state };
  }

  /** Forgets the ended downloads whose ids match, because their models were deleted. */
  forget(matches: (jobId: string) => boolean): void {
    for (const [jobId, { over }] of this.#jobs) if (over && matches(jobId)) this.#jobs.delete(jobId);
  }

  /** Ends the running downloads. */
  close(): void {
    for (const { over, subscription, reject } of this.#jobs.values()) {
      if (over) continue;
      subscription.cancel();
      reject(new LmError('closed', 'The client was closed while the download was starting.'));
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
        if (job.state === undefined)
          reject(
            new LmError(
              'download_failed',
              "The server ended the download without reporting a status. Check the server's log.",
            ),
          );
      },
    });
    return job;
  }

  #forgetOldest(): void {
    const over = [...this.#jobs].filter(([, job]) => job.over);
    for (const [jobId] of over.slice(0, Math.max(0, over.length - MAX_OVER))) this.#jobs.delete(jobId);
  }
}
