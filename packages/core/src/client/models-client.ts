import type { CallOptions } from '../contract/call-options.js';
import type { Capability } from '../contract/capability.js';
import type { DownloadJob, DownloadRequest } from '../contract/download.js';
import type { LmModels, WatchDownloadOptions } from '../contract/lm-client.js';
import type { LoadedModel, LoadRequest, ModelInfo } from '../contract/model.js';
import { LmError } from '../errors/lm-error.js';
import type { LoadedInstance, ProviderCall } from '../provider/provider.js';
import { checkDownloadRequest, checkLoadRequest } from './check-model-requests.js';
import { methodOf, type ClientCore } from './client-core.js';
import { runningInstance, sameModel } from './find-instance.js';
import { SingleFlight } from './single-flight.js';
import { watchDownload } from './watch-download.js';

/** Listing, loading and downloading models; refuses by the matrix before anything is sent. */
export class ModelsClient implements LmModels {
  readonly #core: ClientCore;
  readonly #loads = new SingleFlight<LoadedInstance>();

  constructor(core: ClientCore) {
    this.#core = core;
  }

  list(options: CallOptions = {}): Promise<ModelInfo[]> {
    return this.#core.run(() => this.#list(this.#call('models.list', options)));
  }

  isRunning(model: string, options: CallOptions = {}): Promise<boolean> {
    return this.#core.run(async () => {
      const call = this.#call('models.running', options);
      const { model: id } = this.#core.withModel({ model });
      return this.#method('isModelRunning')(id, call);
    });
  }

  assertRunning(model: string, options: CallOptions = {}): Promise<void> {
    return this.#core.run(async () => {
      if (await this.isRunning(model, options)) return;
      throw new LmError(
        'model_not_found',
        `Model "${model || this.#core.parts.config.model}" is not loaded. models.load() or models.ensureLoaded() loads it.`,
      );
    });
  }

  load(request: LoadRequest, options: CallOptions = {}): Promise<LoadedModel> {
    return this.#core.run(async () => {
      const call = this.#call('models.load', options);
      checkLoadRequest(request);
      return this.#disposable(await this.#method('loadModel')(this.#core.withModel(request), call), true);
    });
  }

  ensureLoaded(request: LoadRequest, options: CallOptions = {}): Promise<LoadedModel> {
    return this.#core.run(async () => {
      const call = this.#call('models.load', options);
      checkLoadRequest(request);
      const complete = this.#core.withModel(request);
      let loadedHere = false;
      // Keyed by the model alone: two sizes of context for one model at once would make two instances of it.
      const instance = await this.#loads.run(complete.model, options.signal, async (signal) => {
        const shared = { ...call, options: { ...call.options, signal } };
        const models = await this.#list({ ...shared, route: this.#call('models.list', options).route });
        const running = runningInstance(models, complete.model);
        if (running !== undefined) return running;
        loadedHere = true;
        return this.#method('loadModel')(complete, shared);
      });
      return this.#disposable(instance, loadedHere);
    });
  }

  unload(instanceId: string, options: CallOptions = {}): Promise<{ instanceId: string }> {
    return this.#core.run(async () => {
      const call = this.#call('models.unload', options);
      if (typeof instanceId !== 'string' || instanceId.trim() === '') {
        throw new LmError(
          'empty_instance_id',
          'models.unload() needs the id of an instance; models.list() tells them.',
        );
      }
      return this.#method('unloadModel')(instanceId, call);
    });
  }

  unloadAll(model: string, options: CallOptions = {}): Promise<{ instanceIds: string[] }> {
    return this.#core.run(async () => {
      const call = this.#call('models.unload', options);
      const { model: id } = this.#core.withModel({ model });
      const models = await this.#list(this.#call('models.list', options));
      const instanceIds = models
        .filter((info) => sameModel(info.id, id))
        .flatMap((info) => info.instances.map((one) => one.id));
      for (const instanceId of instanceIds) await this.#method('unloadModel')(instanceId, call);
      return { instanceIds };
    });
  }

  download(request: DownloadRequest, options: CallOptions = {}): Promise<DownloadJob> {
    return this.#core.run(async () => {
      const call = this.#call('models.download', options);
      checkDownloadRequest(request);
      return this.#method('downloadModel')(this.#core.withModel(request), call);
    });
  }

  downloadStatus(jobId: string, options: CallOptions = {}): Promise<DownloadJob> {
    return this.#core.run(async () => {
      const call = this.#call('models.downloadStatus', options);
      if (typeof jobId !== 'string' || jobId.trim() === '') {
        throw new LmError('empty_job_id', 'models.downloadStatus() needs the job id that models.download() gave.');
      }
      return this.#method('downloadStatus')(jobId, call);
    });
  }

  watchDownload(job: DownloadJob | string, options: WatchDownloadOptions = {}): AsyncIterableIterator<DownloadJob> {
    const { intervalMs, ...callOptions } = options;
    return watchDownload(job, {
      clock: this.#core.parts.clock,
      intervalMs: intervalMs ?? 1000,
      signal: options.signal,
      status: (jobId) => this.downloadStatus(jobId, callOptions),
      begin: () => void this.#call('models.downloadStatus', callOptions),
      named: (error) => this.#core.named(error),
    });
  }

  #call(capability: Capability, options: CallOptions): ProviderCall {
    this.#core.begin(options);
    return this.#core.prepare(capability, [], {}, options).call;
  }

  #list(call: ProviderCall): Promise<ModelInfo[]> {
    return this.#method('listModels')(call);
  }

  #method<Name extends Parameters<typeof methodOf>[1]>(name: Name): ReturnType<typeof methodOf<Name>> {
    return methodOf(this.#core.parts.provider, name, this.#core.parts.matrix.provider);
  }

  /** @param owned Whether the end of the block unloads it: not what ran before. */
  #disposable(instance: LoadedInstance, owned: boolean): LoadedModel {
    let disposed = !owned;
    return {
      ...instance,
      warnings: instance.warnings ?? [],
      [Symbol.asyncDispose]: async () => {
        if (disposed) return;
        disposed = true;
        await this.unload(instance.instanceId);
      },
    };
  }
}
