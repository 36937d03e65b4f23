import {
  isLmError,
  LmError,
  type CallOptions,
  type DownloadJob,
  type DownloadRequest,
  type WithModel,
} from '@lmux/core/provider';
import { DownloadJobs, pipeSource, type PushSource } from '@lmux/core/provider/streams';
import { withoutUndefined } from '@lmux/provider-openai/protocol';
import type { NativeApi } from '../server/native-api.js';
import { show } from './endpoint.js';
import { canonicalModelName } from './model-name.js';
import { PullProgress } from './pull-progress.js';
import { pullSource } from './pull-source.js';
import type { OllamaPullProgress, OllamaPullRequest } from './wire.js';

type State = Omit<DownloadJob, 'jobId'>;

/**
 * The downloads of one client. The server has no download jobs: a pull runs while its stream is read. The id of a job is the name of its
 * model.
 */
export class Downloads {
  readonly #api: NativeApi;
  readonly #jobs = new DownloadJobs();

  constructor(api: NativeApi) {
    this.#api = api;
  }

  /** Starts a download. The signal of the options also cancels it later. Rejects if the server does not find the model. */
  start(request: WithModel<DownloadRequest>, options: CallOptions): Promise<DownloadJob> {
    const { model, quantization, extra } = request;
    const name = quantization === undefined ? model : `${model}:${quantization}`;
    const wire = withoutUndefined({ model: name, ...extra }) as OllamaPullRequest;
    return this.#jobs.start(name, states(pullSource(this.#api, wire, options)));
  }

  /** Returns the state of a download of this client. For any other name, an installed model counts as a completed download. */
  async status(jobId: string, options: CallOptions): Promise<DownloadJob> {
    const known = this.#jobs.status(jobId);
    if (known !== undefined) return known;
    try {
      return { jobId, status: 'completed', fraction: 1, raw: await show(this.#api, { model: jobId }, options) };
    } catch (error) {
      if (!isLmError(error, 'model_not_found')) throw error;
      throw new LmError(
        'job_not_found',
        `The download "${jobId}" was not found: this client has no such download, and the model is not installed. Ollama does not list downloads. Use the client that started the download, or start it again.`,
        { provider: 'ollama', cause: error },
      );
    }
  }

  /** Forgets the ended downloads of a model, since it was deleted. */
  forget(model: string): void {
    const name = canonicalModelName(model);
    this.#jobs.forget((jobId) => canonicalModelName(jobId) === name);
  }

  close(): void {
    this.#jobs.close();
  }
}

function states(source: PushSource<OllamaPullProgress>): PushSource<State> {
  return pipeSource<OllamaPullProgress, State>(source, (observer) => {
    const progress = new PullProgress();
    return {
      next(line) {
        const state = progress.next(line);
        if (state !== undefined) observer.next(state);
      },
    };
  });
}
