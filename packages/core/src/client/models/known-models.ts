import type { ModelOverrides } from '../../contract/model-description.js';
import { checkDistinctNames } from '../../validate/check-model-overrides.js';
import { combineFacts, newModel, type KnownModel } from './known-model.js';
import { NOT_LISTED, type ListedModels } from './listed-models.js';

/** Maximum number of models that are remembered. Gateways accept names without end. */
const MAX_MODELS = 1000;

/** The settings of `KnownModels`. */
export interface KnownModelsOptions {
  /** Returns the canonical form of a model name. */
  readonly canonicalName: (name: string) => string;
  readonly overrides: Readonly<Record<string, ModelOverrides>> | undefined;
  /** Returns the current time. */
  readonly now: () => Date;
}

/** The models of which a client knows something, by their canonical names. */
export class KnownModels {
  readonly #options: KnownModelsOptions;
  readonly #models = new Map<string, KnownModel>();
  readonly #createdAt: Date;
  /** The last list of the models of the server. */
  list: ListedModels = NOT_LISTED;

  constructor(options: KnownModelsOptions) {
    this.#options = options;
    this.#createdAt = options.now();
    const names = Object.keys(options.overrides ?? {});
    checkDistinctNames(names, options.canonicalName);
    for (const model of names) this.open(model);
  }

  /** True if nothing is known about any model. */
  get isEmpty(): boolean {
    return this.#models.size === 0 && this.list.vision.size === 0;
  }

  [Symbol.iterator](): IterableIterator<[name: string, known: KnownModel]> {
    return this.#models.entries();
  }

  /** Returns a model of which something is known. */
  find(model: string): KnownModel | undefined {
    const name = this.#options.canonicalName(model);
    return this.#models.get(name) ?? (this.list.vision.has(name) ? this.open(model) : undefined);
  }

  /** Returns a model, and adds it if nothing is known about it yet. */
  open(model: string): KnownModel {
    const name = this.#options.canonicalName(model);
    const existing = this.#models.get(name);
    if (existing !== undefined) return existing;
    const known = newModel(this.overridesOf(model), this.list.vision.get(name));
    if (this.#models.size >= MAX_MODELS) this.#forgetOldest();
    this.#models.set(name, known);
    this.combine(known);
    return known;
  }

  /** Returns the overrides for a model. */
  overridesOf(model: string): ModelOverrides | undefined {
    const { canonicalName, overrides = {} } = this.#options;
    const name = canonicalName(model);
    return Object.entries(overrides).find(([id]) => canonicalName(id) === name)?.[1];
  }

  /** Combines what the sources say about a model, after one of them has changed. */
  combine(known: KnownModel): void {
    known.facts = combineFacts(known, this.#createdAt);
  }

  /** Forgets the model that has been known for the longest time. Those of the configuration stay. */
  #forgetOldest(): void {
    const oldest = [...this.#models].find(([, { overrides }]) => overrides === undefined);
    if (oldest !== undefined) this.#models.delete(oldest[0]);
  }
}
