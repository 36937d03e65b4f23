import type { CallOptions } from '../../contract/call-options.js';
import type { Capability } from '../../contract/capability.js';
import type { DownloadJob, DownloadRequest } from '../../contract/download.js';
import type { ModelDescription } from '../../contract/model-description.js';
import type {
  DescribeOptions,
  EnsureLoadedOptions,
  LmModels,
  LoadOptions,
  WatchDownloadOptions,
} from '../../contract/lm-client.js';
import type { LoadedModel, LoadRequest, ModelInfo } from '../../contract/model.js';
import type { Warning } from '../../contract/warning.js';
import { LmError } from '../../errors/lm-error.js';
import type { LoadedInstance, ProviderCall } from '../../provider/provider.js';
import { instanceIdsOf } from '../../provider/resolve-model.js';
import {
  checkDescribeOptions,
  checkEnsureLoadedOptions,
  checkPollingOptions,
} from '../../validate/check-call-options.js';
import {
  checkDownloadRequest,
  checkInstanceId,
  checkJobId,
  checkLoadRequest,
  checkModelName,
} from '../../validate/check-model-requests.js';
import type { ClientCore } from '../client-core.js';
import { methodOf } from '../method-of.js';
import { InstanceLoader } from './instance-loader.js';
import type { LazyModelPlanner } from './lazy-model-planner.js';
import { planLoad } from './load-call.js';
import { RefCount } from './ref-count.js';
import { DownloadPoller } from './download-poller.js';
import { unlessGone } from './unless-gone.js';

/** Default interval of `watchDownload`. */
const DEFAULT_INTERVAL_MS = 1000;

/** Lists, loads and downloads models. Operations that the matrix denies are rejected before anything is sent. */
export class ModelsClient implements LmModels {
  readonly #core: ClientCore;
  readonly #planner: LazyModelPlanner;
  readonly #instances: InstanceLoader;
  readonly #refCounts = new RefCount();

  /** Returns the canonical form of a model name. */
  readonly #canonicalName: (name: string) => string;

  constructor(core: ClientCore, planner: LazyModelPlanner) {
    this.#core = core;
    this.#planner = planner;
    this.#canonicalName = (name) => core.canonicalName(name);
    this.#instances = new InstanceLoader({
      canonicalName: this.#canonicalName,
      list: (call) => this.#list(call),
      load: (request, call) => this.#method('loadModel')(request, call),
      unload: (instanceId, call) => unlessGone(this.#method('unloadModel')(instanceId, call)),
      reuse: (model, instance) => core.parts.provider.reuseInstance?.(model, instance),
      hasFixedContextLength: core.parts.provider.contextLengthApplies?.() === 'never',
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
      const { call, onProgress, warnings } = planLoad(this.#core, options);
      checkLoadRequest(request);
      const instance = await this.#method('loadModel')(this.#planner.withModel(request), { ...call, onProgress });
      this.#refCounts.acquire(instance.instanceId);
      this.#forgetDescriptions();
      return this.#disposable(instance, true, warnings);
    }, options);
  }

  ensureLoaded(request: LoadRequest, options: EnsureLoadedOptions = {}): Promise<LoadedModel> {
    return this.#core.run(async () => {
      checkEnsureLoadedOptions(options);
      const { onMismatch, ...loadOptions } = options;
      const { call, onProgress, warnings } = planLoad(this.#core, loadOptions);
      const calls = {
        load: { ...call, onProgress },
        list: this.#call('models.list', call.options),
        unload: onMismatch === 'reload' ? this.#call('models.unload', call.options) : undefined,
      };
      checkLoadRequest(request);
      const wanted = this.#planner.withModel(request);
      const { instance, loadedNow, isShared = false, replaced } = await this.#instances.ensure(wanted, calls);
      // The users of a reloaded instance share the new one if it has the same id.
      if (replaced !== undefined && replaced !== instance.instanceId) this.#refCounts.forget(replaced);
      if (loadedNow) this.#forgetDescriptions();
      const isNew = loadedNow && !isShared;
      if (isNew) this.#refCounts.acquire(instance.instanceId);
      const isOurs = isNew || this.#refCounts.acquireExisting(instance.instanceId);
      return this.#disposable(instance, isOurs, loadedNow ? warnings : []);
    }, options);
  }

  unload(instanceId: string, options: CallOptions = {}): Promise<{ instanceId: string }> {
    return this.#core.run(async () => {
      const call = this.#call('models.unload', options);
      checkInstanceId(instanceId);
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
      return this.#noted(await this.#method('downloadModel')(this.#planner.withModel(request), call));
    }, options);
  }

  downloadStatus(jobId: string, options: CallOptions = {}): Promise<DownloadJob> {
    return this.#core.run(async () => {
      const call = this.#call('models.downloadStatus', options);
      checkJobId(jobId);
      return this.#noted(await this.#method('downloadStatus')(jobId, call));
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
          status: async (jobId) => {
            const polled = { ...call, options: { ...callOptions, signal: wait.signal } };
            return this.#noted(await this.#method('downloadStatus')(jobId, polled));
          },
          close: () => this.#core.closeWait(wait),
        };
      },
      named: (error) => this.#core.named(error),
    });
  }

  describe(model?: string, options: DescribeOptions = {}): Promise<ModelDescription> {
    return this.#core.run(async () => {
      checkDescribeOptions(options);
      const { refresh = false, ...callOptions } = options;
      const call = this.#call('models.describe', callOptions);
      if (model !== undefined) checkModelName(model, 'describe');
      const planner = this.#planner.open();
      return planner.lookups.describe(await planner.modelOf(model, callOptions), call, refresh);
    }, options);
  }

  delete(model: string, options: CallOptions = {}): Promise<{ model: string }> {
    return this.#core.run(async () => {
      const call = this.#call('models.delete', options);
      checkModelName(model, 'delete');
      await this.#method('deleteModel')(model, call);
      this.#planner.current?.knowledge.forget(model);
      return { model };
    }, options);
  }

  #call(capability: Capability, options: CallOptions): ProviderCall {
    return this.#core.prepare(capability, [], {}, this.#core.begin(options)).call;
  }

  async #list(call: ProviderCall): Promise<ModelInfo[]> {
    const models = await this.#method('listModels')(call);
    this.#planner.open().knowledge.list(models);
    return models;
  }

  #method<Name extends Parameters<typeof methodOf>[1]>(name: Name): ReturnType<typeof methodOf<Name>> {
    return methodOf(this.#core.parts.provider, name, this.#core.parts.matrix.provider);
  }

  async #unload(instanceId: string, call: ProviderCall): Promise<{ instanceId: string }> {
    const unloaded = await this.#method('unloadModel')(instanceId, call);
    this.#refCounts.forget(instanceId);
    this.#forgetDescriptions();
    return unloaded;
  }

  /** Forgets the descriptions, because loading, unloading and replacing a model changes them. */
  #forgetDescriptions(): void {
    this.#planner.current?.knowledge.forgetDescriptions();
  }

  /** Takes note of a download, which may have replaced a model. */
  #noted(job: DownloadJob): DownloadJob {
    if (job.status === 'completed') this.#forgetDescriptions();
    return job;
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
