import type { Instance } from './instance.js';
import type { LoadRequest } from './load-request.js';
import type { ModelRegistry } from './model-registry.js';
import type { Model } from './model.js';

/** Loads each model at most once: a request that comes while it loads gets the load in progress. */
export class SingleLoads {
  readonly #registry: ModelRegistry;
  readonly #loads = new Map<Model, Promise<Instance>>();

  constructor(registry: ModelRegistry) {
    this.#registry = registry;
  }

  /** Whether the model loads now. */
  isLoading(model: Model): boolean {
    return this.#loads.has(model);
  }

  /** The instance of a model, loaded if it is not there. `request` counts only for the one who starts the load. */
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
