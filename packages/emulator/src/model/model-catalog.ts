import { completeModel } from './model.js';
import type { Model } from './model.js';
import type { ModelDefinition } from './model-definition.js';

/** Why a request's model name leads to no model. */
export type ModelMiss = 'wrong-type' | 'none-loaded' | 'several-loaded' | 'unknown';

/** The downloaded models, which of them are in memory, and LM Studio's rules for picking one. */
export class ModelCatalog {
  readonly #models: readonly Model[];
  /** Loaded ids; true for those loaded by a request (JIT), which the next such load may evict. */
  readonly #loaded = new Map<string, boolean>();
  readonly #jit: boolean;

  constructor(definitions: readonly ModelDefinition[], jit: boolean) {
    this.#models = definitions.map(completeModel);
    this.#jit = jit;
    const anyLoaded = definitions.some(({ type, loaded }) => type !== 'embedding' && loaded !== undefined);
    const first = anyLoaded ? undefined : definitions.find(({ type }) => type !== 'embedding');
    for (const definition of definitions) {
      if (definition.loaded === true || definition === first) this.#loaded.set(definition.id, false);
    }
  }

  /** What GET /v1/models lists: everything that a request could use. */
  get visible(): readonly Model[] {
    return this.#jit ? this.#models : this.#models.filter(({ id }) => this.#loaded.has(id));
  }

  /** The model that answers a request for `name`, loaded now if need be; or why there is none. */
  pick(type: Model['type'], name: string | undefined): Model | ModelMiss {
    const named = this.#models.find(({ id }) => id.toLowerCase() === name?.toLowerCase());
    if (named !== undefined && named.type !== type) return 'wrong-type';
    if (named !== undefined && (this.#jit || this.#loaded.has(named.id))) return this.#load(named);
    // An empty string is a wrong name, not an omitted one.
    if (name === '') return 'unknown';
    const loaded = this.#models.filter((model) => model.type === type && this.#loaded.has(model.id));
    const [only] = loaded;
    if (only === undefined) return this.#jit && name !== undefined ? 'unknown' : 'none-loaded';
    if (loaded.length > 1) return name === undefined ? 'several-loaded' : 'unknown';
    // Whatever the name says, the one loaded model answers; only the reply's `model` tells.
    return only;
  }

  /** Ids of one type, for an error message that helps. */
  ids(type: Model['type']): string[] {
    return this.#models.filter((model) => model.type === type).map(({ id }) => id);
  }

  #load(model: Model): Model {
    if (this.#loaded.has(model.id)) return model;
    for (const other of this.#models) {
      if (other.type === model.type && this.#loaded.get(other.id) === true) this.#loaded.delete(other.id);
    }
    this.#loaded.set(model.id, true);
    return model;
  }
}
