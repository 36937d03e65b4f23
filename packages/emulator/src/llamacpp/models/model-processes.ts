import type { Instance } from '../../shared/models/instance.js';
import { LoadFailure } from '../../shared/models/load-request.js';
import type { ModelRegistry } from '../../shared/models/model-registry.js';
import type { Model } from '../../shared/models/model.js';
import { SingleLoads } from '../../shared/models/single-loads.js';
import { encodeInfo } from './encode-model.js';
import type { ModelEvents } from './model-events.js';

/** The progress of a load. `value` is the progress of the current stage, and the stages run one after the other. */
export interface LoadProgress {
  readonly stages: readonly string[];
  readonly current: string;
  readonly value: number;
}

/** The status of a model in the list. */
interface ModelStatus {
  readonly value: 'unloaded' | 'loading' | 'loaded';
  /** True if the last load failed. */
  readonly failed?: boolean;
  readonly exit_code?: number;
  readonly progress?: LoadProgress;
}

interface Loading {
  readonly controller: AbortController;
  progress: LoadProgress | undefined;
}

/** The processes that run the models, one per model, and their states. */
export class ModelProcesses {
  readonly #registry: ModelRegistry;
  readonly #loads: SingleLoads;
  readonly #events: ModelEvents;
  readonly #nowMs: () => number;
  readonly #loading = new Map<Model, Loading>();
  readonly #failed = new WeakSet<Model>();

  constructor(registry: ModelRegistry, events: ModelEvents, nowMs: () => number) {
    this.#registry = registry;
    this.#loads = new SingleLoads(registry);
    this.#events = events;
    this.#nowMs = nowMs;
  }

  status(model: Model): ModelStatus {
    const loading = this.#loading.get(model);
    if (loading !== undefined) return { value: 'loading', ...(loading.progress && { progress: loading.progress }) };
    if (this.#registry.instancesOf(model).length > 0) return { value: 'loaded' };
    return this.#failed.has(model) ? { value: 'unloaded', failed: true, exit_code: 1 } : { value: 'unloaded' };
  }

  /**
   * Returns the instance of a model and loads it if needed. Rejects with a LoadFailure, also if the model is unloaded
   * meanwhile.
   */
  open(model: Model): Promise<Instance> {
    if (this.status(model).value === 'unloaded') return this.#load(model);
    return this.#loads.open(model);
  }

  /** Starts to load a model that is not loaded. Only the events report its progress and result. */
  begin(model: Model): void {
    void this.#load(model).catch(() => undefined);
  }

  /** Ends the process of a model that is loaded or loading. */
  unload(model: Model): void {
    const loading = this.#loading.get(model);
    if (loading !== undefined) {
      loading.controller.abort(new LoadFailure('The model was unloaded while it was loading.'));
      return;
    }
    for (const { id } of this.#registry.instancesOf(model)) this.#registry.unload(id);
    this.#events.send({ model: model.id, event: 'status_change', data: { status: 'unloaded', exit_code: 0 } });
  }

  async #load(model: Model): Promise<Instance> {
    const loading: Loading = { controller: new AbortController(), progress: undefined };
    this.#loading.set(model, loading);
    this.#failed.delete(model);
    this.#events.send({ model: model.id, event: 'model_status', data: { status: 'loading' } });
    const change = (data: object): void => this.#events.send({ model: model.id, event: 'status_change', data });
    try {
      const instance = await this.#loads.open(model, {
        signal: loading.controller.signal,
        onStep: (step) => {
          if (step.kind !== 'progress') return;
          loading.progress = progressOf(model, step.progress);
          change({ status: 'loading', progress: loading.progress });
        },
      });
      this.#loading.delete(model);
      change({ status: 'loaded', info: encodeInfo(model, instance.config.contextLength, this.#nowMs()) });
      return instance;
    } catch (error) {
      this.#loading.delete(model);
      const stopped = loading.controller.signal.aborted;
      if (!stopped) this.#failed.add(model);
      change({ status: 'unloaded', exit_code: 1 });
      throw stopped ? loading.controller.signal.reason : error;
    }
  }
}

/** Computes the load progress. A model with vision has a second file to load. */
function progressOf({ vision }: Model, fraction: number): LoadProgress {
  const stages = vision ? ['text_model', 'mmproj_model'] : ['text_model'];
  const whole = fraction * stages.length;
  const at = Math.min(stages.length - 1, Math.floor(whole));
  return { stages, current: stages[at] ?? 'text_model', value: whole - at };
}
