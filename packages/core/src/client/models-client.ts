import type { CallOptions } from '../contract/call-options.js';
import type { Capability } from '../contract/capability.js';
import type { DownloadJob, DownloadRequest } from '../contract/download.js';
import type { EnsureLoadedOptions, LmModels, LoadOptions, WatchDownloadOptions } from '../contract/lm-client.js';
import type { LoadedModel, LoadProgress, LoadRequest, ModelInfo } from '../contract/model.js';
import type { Warning } from '../contract/warning.js';
import { supportOf } from '../capability/support.js';
import { isLmError } from '../errors/guards.js';
import { LmError } from '../errors/lm-error.js';
import { callBack } from '../logging/call-back.js';
import type { LoadedInstance, ProviderCall } from '../provider/provider.js';
import { defaultCanonicalName, instanceIdsOf } from '../provider/resolve-model.js';
import { shownBlank } from '../validate/check.js';
import { checkEnsureLoadedOptions, checkLoadOptions, checkPollingOptions } from '../validate/check-call-options.js';
import { checkDownloadRequest, checkLoadRequest, checkModelName } from '../validate/check-model-requests.js';
import { methodOf, type ClientCore } from './client-core.js';
import { InstanceLoader } from './instance-loader.js';
import { RefCount } from './ref-count.js';
import { DownloadPoller } from './download-poller.js';

/** Default interval of `watchDownload`. */
const DEFAULT_INTERVAL_MS = 1000;

/** Lists, loads and downloads models. Operations that the matrix denies are rejected before anything is sent. */
export class ModelsClient implements LmModels {
  readonly #core: ClientCore;
  readonly #instances: InstanceLoader;
  readonly #refCounts = new RefCount();

  /** Returns the canonical form of a model name. */
  readonly #canonicalName: (name: string) => string;

  constructor(core: ClientCore) {
    this.#core = core;
    const { provider } = core.parts;
    this.#canonicalName = provider.canonicalModelName?.bind(provider) ?? defaultCanonicalName;
    this.#instances = new InstanceLoader({
      canonicalName: this.#canonicalName,
      list: (call) => this.#list(call),
      load: (request, call) => this.#method('loadModel')(request, call),
      unload: (instanceId, call) => unlessGone(this.#method('unloadModel')(instanceId, call)),
      reuse: (model, instance) => provider.reuseInstance?.(model, instance),
    });
  }

  list(options: CallOptions = {}): Promise<ModelInfo[]> {
    return this.#core.run(() => this.#list(this.#call('models.list', options)), options);
  }

  isRunning(model: string, options: CallOptions = {}): Promise<boolean> {
    return this.#core.run(async () => {
      const call = this.#call('models.running', options);
      checkModelName(model, 'isRunning');
      return this.#method('isModelRunning')(model, call);
    }, options);
  }

  assertRunning(model: string, options: CallOptions = {}): Promise<void> {
    return this.#core.run(async () => {
      checkModelName(model, 'assertRunning');
      if (await this.isRunning(model, options)) return;
      throw new LmError(
        'model_not_found',
        `Model "${model}" is not loaded. Load it with models.load() or models.ensureLoaded().`,
      );
    });
  }

  load(request: LoadRequest, options: LoadOptions = {}): Promise<LoadedModel> {
    return this.#core.run(async () => {
      const { call, onProgress, warnings } = this.#loadCall(options);
      checkLoadRequest(request);
      const instance = await this.#method('loadModel')(this.#core.withModel(request), { ...call, onProgress });
      this.#refCounts.acquire(instance.instanceId);
      return this.#disposable(instance, true, warnings);
    }, options);
  }

  ensureLoaded(request: LoadRequest, options: EnsureLoadedOptions = {}): Promise<LoadedModel> {
    return this.#core.run(async () => {
      checkEnsureLoadedOptions(options);
      const { onMismatch, ...loadOptions } = options;
      const { call, onProgress, warnings } = this.#loadCall(loadOptions);
      const calls = {
        load: { ...call, onProgress },
        list: this.#call('models.list', call.options),
        unload: onMismatch === 'reload' ? this.#call('models.unload', call.options) : undefined,
      };
      checkLoadRequest(request);
      const {
        instance,
        loadedNow,
        isShared = false,
        replaced,
      } = await this.#instances.ensure(this.#core.withModel(request), calls);
      // The users of a reloaded instance share the new one if it has the same id.
      if (replaced !== undefined && replaced !== instance.instanceId) this.#refCounts.forget(replaced);
      const isNew = loadedNow && !isShared;
      if (isNew) this.#refCounts.acquire(instance.instanceId);
      const isOurs = isNew || this.#refCounts.acquireExisting(instance.instanceId);
      return this.#disposable(instance, isOurs, loadedNow ? warnings : []);
    }, options);
  }

  unload(instanceId: string, options: CallOptions = {}): Promise<{ instanceId: string }> {
    return this.#core.run(async () => {
      const call = this.#call('models.unload', options);
      if (typeof instanceId !== 'string' || instanceId.trim() === '') {
        throw new LmError(
          'empty_instance_id',
          `models.unload() requires the id of an instance; received ${shownBlank(instanceId)}. models.list() returns the instances of each model.`,
        );
      }
      return this.#unload(instanceId, call);
    }, options);
  }

  unloadAll(model: string, options: CallOptions = {}): Promise<{ instanceIds: string[] }> {
    return this.#core.run(async () => {
      const call = this.#call('models.unload', options);
      const listing = this.#call('models.list', options);
      checkModelName(model, 'unloadAll');
      const instanceIds = instanceIdsOf(await this.#list(listing), model, this.#canonicalName);
      if (instanceIds === undefined) {
        throw new LmError(
          'model_not_found',
          `The server has no model "${model}". models.list() returns its models. To unload an instance by its id, call models.unload().`,
        );
      }
      for (const instanceId of instanceIds) await unlessGone(this.#unload(instanceId, call));
      return { instanceIds };
    }, options);
  }

  download(request: DownloadRequest, options: CallOptions = {}): Promise<DownloadJob> {
    return this.#core.run(async () => {
      const call = this.#call('models.download', options);
      checkDownloadRequest(request);
      return this.#method('downloadModel')(this.#core.withModel(request), call);
    }, options);
  }

  downloadStatus(jobId: string, options: CallOptions = {}): Promise<DownloadJob> {
    return this.#core.run(async () => {
      const call = this.#call('models.downloadStatus', options);
      if (typeof jobId !== 'string' || jobId.trim() === '') {
        throw new LmError(
          'empty_job_id',
          `models.downloadStatus() requires the job id that models.download() returned; received ${shownBlank(jobId)}.`,
        );
      }
      return this.#method('downloadStatus')(jobId, call);
    }, options);
  }

  watchDownload(job: DownloadJob | string, options: WatchDownloadOptions = {}): AsyncIterableIterator<DownloadJob> {
    return new DownloadPoller(job, {
      open: () => {
        checkPollingOptions(options);
        const { intervalMs: _, ...callOptions } = options;
        const { call } = this.#core.prepare('models.downloadStatus', [], {}, this.#core.begin(callOptions));
        const wait = this.#core.openWait(options.signal, 'watching the download');
        return {
          wait,
          intervalMs: options.intervalMs ?? DEFAULT_INTERVAL_MS,
          status: (jobId) =>
            this.#method('downloadStatus')(jobId, { ...call, options: { ...callOptions, signal: wait.signal } }),
          close: () => this.#core.closeWait(wait),
        };
      },
      named: (error) => this.#core.named(error),
    });
  }

  #call(capability: Capability, options: CallOptions): ProviderCall {
    return this.#core.prepare(capability, [], {}, this.#core.begin(options)).call;
  }

  /** Returns the call of a load, its progress callback, which is not an option of the wire client, and the warning that nothing calls it. */
  #loadCall(options: LoadOptions): { call: ProviderCall; onProgress: LoadOptions['onProgress']; warnings: Warning[] } {
    checkLoadOptions(options);
    const { onProgress, ...callOptions } = options;
    const call = this.#call('models.load', callOptions);
    if (onProgress === undefined) return { call, onProgress, warnings: [] };
    const { matrix } = this.#core.parts;
    const isReported = supportOf(matrix.routes[call.route]?.['models.loadProgress']) !== 'no';
    return {
      call,
      onProgress: guardListener(onProgress),
      warnings: isReported ? [] : [noProgress(matrix.provider, call.route)],
    };
  }

  #list(call: ProviderCall): Promise<ModelInfo[]> {
    return this.#method('listModels')(call);
  }

  #method<Name extends Parameters<typeof methodOf>[1]>(name: Name): ReturnType<typeof methodOf<Name>> {
    return methodOf(this.#core.parts.provider, name, this.#core.parts.matrix.provider);
  }

  async #unload(instanceId: string, call: ProviderCall): Promise<{ instanceId: string }> {
    const unloaded = await this.#method('unloadModel')(instanceId, call);
    this.#refCounts.forget(instanceId);
    return unloaded;
  }

  /** @param isOurs True if this client loaded the instance. Disposal unloads no other instances. */
  #disposable(instance: LoadedInstance, isOurs: boolean, warnings: readonly Warning[]): LoadedModel {
    let disposed = !isOurs;
    return {
      ...instance,
      warnings: [...warnings, ...(instance.warnings ?? [])],
      [Symbol.asyncDispose]: async () => {
        if (disposed) return;
        disposed = true;
        if (this.#refCounts.release(instance.instanceId)) await unlessGone(this.unload(instance.instanceId));
      },
    };
  }
}

function noProgress(provider: string, route: string): Warning {
  return {
    code: 'feature_dropped',
    feature: 'models.loadProgress',
    message: `"onProgress" was not called because route "${route}" of provider "${provider}" does not report the progress of a load.`,
  };
}

/** Returns a listener whose errors are reported instead of failing the load. */
function guardListener(listener: (progress: LoadProgress) => void): (progress: LoadProgress) => void {
  return (progress) => callBack('onProgress', listener, () => listener(progress));
}

/** Waits for an unload. An instance that is not loaded is not a failure, since servers unload idle models on their own. */
async function unlessGone(unloading: Promise<unknown>): Promise<void> {
  try {
    await unloading;
  } catch (error) {
    if (!isLmError(error, 'model_not_found')) throw error;
  }
}
