import type {
  CallOptions,
  DownloadJob,
  DownloadRequest,
  LmClient,
  LoadedModel,
  LoadOptions,
  LoadRequest,
  ModelInfo,
  WatchDownloadOptions,
} from '@lmux/core';
import type { Observable } from 'rxjs';
import { fromCall } from './from-call.js';
import { fromEventStream } from './from-event-stream.js';

/** The verbs of `client.models` as cold Observables. */
export interface RxModels {
  /** The models that the server has: one value. */
  readonly list: (options?: CallOptions) => Observable<ModelInfo[]>;
  /** Whether a model, or an instance of that id, is loaded: one value. */
  readonly isRunning: (model: string, options?: CallOptions) => Observable<boolean>;
  /**
   * Loads a model: one value. Each subscription loads once more, and leaving does not unload: that is `unload`'s, or the
   * loaded model's own dispose.
   */
  readonly load: (request: LoadRequest, options?: LoadOptions) => Observable<LoadedModel>;
  /** The instance that runs already, else one load, however many ask at once: one value. */
  readonly ensureLoaded: (request: LoadRequest, options?: LoadOptions) => Observable<LoadedModel>;
  /** Unloads one instance: one value. */
  readonly unload: (instanceId: string, options?: CallOptions) => Observable<{ instanceId: string }>;
  /**
   * Begins a download and tells how it stands, each time it was asked for, until it ends: the last job is done. Fails with
   * `download_failed` when it failed. Leaving stops asking; the server's download goes on, and `watchDownload` finds it again.
   * The waits between two questions are the client's: they follow its `CLOCK`, not a scheduler.
   */
  readonly download: (request: DownloadRequest, options?: WatchDownloadOptions) => Observable<DownloadJob>;
  /** Tells how a download stands that was begun before, like `download`. */
  readonly watchDownload: (job: DownloadJob | string, options?: WatchDownloadOptions) => Observable<DownloadJob>;
}

/** The verbs of a client's models. The client is asked for them only at subscription. */
export function rxModels(client: Pick<LmClient, 'models'>): RxModels {
  return {
    list: (options) => fromCall(options, (own) => client.models.list(own)),
    isRunning: (model, options) => fromCall(options, (own) => client.models.isRunning(model, own)),
    load: (request, options) => fromCall(options, (own) => client.models.load(request, own)),
    ensureLoaded: (request, options) => fromCall(options, (own) => client.models.ensureLoaded(request, own)),
    unload: (instanceId, options) => fromCall(options, (own) => client.models.unload(instanceId, own)),
    download: (request, options) => fromEventStream(options, (own) => downloadJobs(client, request, own)),
    watchDownload: (job, options) => fromEventStream(options, (own) => client.models.watchDownload(job, own)),
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
