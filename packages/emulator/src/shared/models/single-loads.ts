import type { Instance } from './instance.js';
import type { LoadRequest } from './load-request.js';
import type { ModelRegistry } from './model-registry.js';
import type { Model } from './model.js';

/** Loads each model at most once. Requests that arrive during a load share it. */
export class SingleLoads {
  readonly #registry: ModelRegistry;
  readonly #loads = new Map<Model, Promise<Instance>>();

  constructor(registry: ModelRegistry) {
    this.#registry = registry;
  }

  /** Returns true if the model is being loaded. */
  isLoading(model: Model): boolean {
    return this.#loads.has(model);
  }

  /** Returns the instance of a model and loads it if needed. `request` is ignored if a load is in progress. */
  open(model: Model, request: LoadRequest = {}): Promise<Instance> {
    const [instance] = this.#registry.instancesOf(model);
    if (instance !== undefined) return Promise.resolve(instance);
    const running = this.#loads.get(model);
    if (running !== undefined) return running;
    const load = this.#registry.load(model, request).finally(() => this.#loads.delete(model));
    this.#loads.set(model, load);
    return load;
  }
}
