import type {
  CallOptions,
  DescribeOptions,
  DownloadJob,
  DownloadRequest,
  EnsureLoadedOptions,
  LmClient,
  LoadedModel,
  LoadOptions,
  LoadRequest,
  ModelDescription,
  ModelInfo,
  WatchDownloadOptions,
} from '@lmux/core';
import type { Observable } from 'rxjs';
import { fromCall } from './from-call.js';
import { fromEventStream } from './from-event-stream.js';

/** The methods of `client.models` as cold Observables. Each emits one value, except for `download` and `watchDownload`. */
export interface RxModels {
  /** Lists the models of the server. */
  readonly list: (options?: CallOptions) => Observable<ModelInfo[]>;
  /** Emits true if the model, or an instance with this id, is loaded. */
  readonly isRunning: (model: string, options?: CallOptions) => Observable<boolean>;
  /**
   * Loads a model. Each subscription loads it once more. Unsubscribing does not unload it: use `unload`, or dispose of the loaded model.
   */
  readonly load: (request: LoadRequest, options?: LoadOptions) => Observable<LoadedModel>;
  /** Emits the running instance, or else loads the model. Concurrent calls share one load. */
  readonly ensureLoaded: (request: LoadRequest, options?: EnsureLoadedOptions) => Observable<LoadedModel>;
  /** Unloads one instance. */
  readonly unload: (instanceId: string, options?: CallOptions) => Observable<{ instanceId: string }>;
  /**
   * Starts a download and polls its state until it ends. Each state is emitted, and the last one is that of the completed download. Fails
   * with `download_failed` if the download fails. Unsubscribing stops polling and aborts the call's signal: Ollama and llama-server then
   * cancel the download, while LM Studio continues it, and `watchDownload` can follow it again. The polling interval uses the client's
   * `CLOCK`, not a scheduler.
   */
  readonly download: (request: DownloadRequest, options?: WatchDownloadOptions) => Observable<DownloadJob>;
  /** Polls the state of a download that was started earlier, like `download`. Unsubscribing only stops polling. */
  readonly watchDownload: (job: DownloadJob | string, options?: WatchDownloadOptions) => Observable<DownloadJob>;
  /** Describes a model, without loading it. Later subscriptions emit the description that the client keeps, unless `refresh` is set. */
  readonly describe: (model?: string, options?: DescribeOptions) => Observable<ModelDescription>;
  /** Deletes the files of a model from the server. Each subscription deletes it once more. */
  readonly delete: (model: string, options?: CallOptions) => Observable<{ model: string }>;
}

/** Wraps the methods of `client.models`. `client.models` itself is read only on subscription. */
export function rxModels(client: Pick<LmClient, 'models'>): RxModels {
  return {
    list: (options) => fromCall(options, (own) => client.models.list(own)),
    isRunning: (model, options) => fromCall(options, (own) => client.models.isRunning(model, own)),
    load: (request, options) => fromCall(options, (own) => client.models.load(request, own)),
    ensureLoaded: (request, options) => fromCall(options, (own) => client.models.ensureLoaded(request, own)),
    unload: (instanceId, options) => fromCall(options, (own) => client.models.unload(instanceId, own)),
    download: (request, options) => fromEventStream(options, (own) => downloadJobs(client, request, own)),
    watchDownload: (job, options) => fromEventStream(options, (own) => client.models.watchDownload(job, own)),
    describe: (model, options) => fromCall(options, (own) => client.models.describe(model, own)),
    delete: (model, options) => fromCall(options, (own) => client.models.delete(model, own)),
  };
}

async function* downloadJobs(
  { models }: Pick<LmClient, 'models'>,
  request: DownloadRequest,
  options: WatchDownloadOptions,
): AsyncGenerator<DownloadJob, void> {
  const { intervalMs: _pollingOnly, ...callOptions } = options;
  yield* models.watchDownload(await models.download(request, callOptions), options);
}
