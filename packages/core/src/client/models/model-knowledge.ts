import type { ModelInfo } from '../../contract/model.js';
import type { DescribedModel, ModelDescription, ModelOverrides } from '../../contract/model-description.js';
import type { ModelFacts } from '../../capability/plan-request.js';
import { checkDistinctNames } from '../../validate/check-model-overrides.js';
import {
  combineFacts,
  contextLengthOf,
  copyOf,
  isReplaced,
  mergeDescriptions,
  newModel,
  type Feature,
  type KnownModel,
} from './known-model.js';
import { namesOf, NOT_LISTED, toListedModels, type ListedModel } from './listed-models.js';

/** Age in ms from which a description is requested again before it is decisive: for the refusal of a request, and for a model that was not loaded. */
export const MAX_AGE_MS = 10_000;

/** Maximum number of models that are remembered. Gateways accept names without end. */
const MAX_MODELS = 1000;

/** The settings of `ModelKnowledge`. */
export interface KnowledgeOptions {
  /** Returns the canonical form of a model name. */
  readonly canonicalName: (name: string) => string;
  readonly overrides: Readonly<Record<string, ModelOverrides>> | undefined;
  /** Returns the current time. */
  readonly now: () => Date;
}

/** What a client knows about models: the overrides of its configuration, the descriptions of the server, and what its errors showed. */
export class ModelKnowledge {
  readonly #options: KnowledgeOptions;
  readonly #models = new Map<string, KnownModel>();
  readonly #createdAt: Date;
  #requests = 0;
  /** Number of the last request before descriptions were forgotten. What its response says may no longer be true. */
  #outdated = 0;
  #list = NOT_LISTED;

  constructor(options: KnowledgeOptions) {
    this.#options = options;
    this.#createdAt = options.now();
    const names = Object.keys(options.overrides ?? {});
    checkDistinctNames(names, options.canonicalName);
    for (const model of names) this.#open(model);
  }

  /** The models that the server has. Empty until they are first listed. */
  get listed(): readonly ListedModel[] {
    return this.#list.models;
  }

  /** True if nothing is known about any model. */
  get isEmpty(): boolean {
    return this.#models.size === 0 && this.#list.vision.size === 0;
  }

  /** Returns what is known about a model, or `undefined` if nothing is. */
  factsOf(model: string): ModelFacts | undefined {
    const facts = this.#known(model)?.facts;
    return facts === undefined || facts.size === 0 ? undefined : facts;
  }

  /** True if what the server says about a model is at least this old, so that it may have changed, such as by a restart. */
  isOld(model: string, ageMs: number): boolean {
    const known = this.#known(model);
    const checkedAt = known?.description?.checkedAt ?? known?.listed?.checkedAt;
    return checkedAt !== undefined && this.#options.now().getTime() - checkedAt.getTime() >= ageMs;
  }

  /** True if a lookup of the model would tell nothing new. */
  isLookedUp(model: string): boolean {
    return this.#known(model)?.description?.isLookedUp === true;
  }

  /** Returns the number of a request to the server, for `store`. */
  nextRequest(): number {
    this.#requests += 1;
    return this.#requests;
  }

  /** Returns the description of a model, unless the server may describe more. */
  completeDescription(model: string): ModelDescription | undefined {
    const { isComplete = false, isLoaded = false } = this.#known(model)?.description ?? {};
    // A model may have been loaded since by a chat.
    return isComplete && (isLoaded || !this.isOld(model, MAX_AGE_MS)) ? this.description(model) : undefined;
  }

  /** True if the server does not know the context length of a model either. */
  isContextUnknown(model: string): boolean {
    const { isComplete, isLoaded } = this.#known(model)?.description ?? {};
    return isComplete === true && isLoaded === true && this.contextLengthOf(model) === undefined;
  }

  /** Returns the context length with which a model runs, if it is known. */
  contextLengthOf(model: string): number | undefined {
    const known = this.#known(model);
    return known && contextLengthOf(known);
  }

  /** Returns what is known about a model. */
  description(model: string): ModelDescription {
    const known = this.#open(model);
    const { facts, overrides, digest } = known;
    const { id = model, maxContextLength } = known.description?.model ?? {};
    return {
      id,
      features: Object.fromEntries([...facts].map(([feature, fact]) => [feature, copyOf(fact)])),
      contextLength: contextLengthOf(known),
      maxContextLength: overrides?.maxContextLength ?? maxContextLength,
      digest,
    };
  }

  /**
   * Stores the description of a model by the server. What was learned from errors is forgotten if the digest has changed.
   *
   * @param isLookup True if the description consists of what one request returns. An earlier description is then kept beside it.
   * @param requestNumber The number of the request. A response is ignored if a later one has arrived. If descriptions have been forgotten since, it is
   *   used, but the model is described again the next time.
   */
  store(model: string, described: DescribedModel, isLookup: boolean, requestNumber: number): void {
    const known = this.#open(model);
    const { description } = known;
    if (description !== undefined && requestNumber < description.requestNumber) return;
    if (isReplaced(known, described.digest)) known.learned.clear();
    const before = isLookup && !isReplaced(known, described.digest) ? description : undefined;
    const isCurrent = requestNumber > this.#outdated;
    const isComplete = isCurrent && (isLookup ? before?.isComplete === true : described.complete !== false);
    known.description = {
      model: before === undefined ? described : mergeDescriptions(before.model, described),
      checkedAt: this.#options.now(),
      isComplete,
      isLoaded: described.loaded !== false,
      isLookedUp: isCurrent && (isLookup || isComplete),
      requestNumber,
    };
    // The later of the two applies.
    if (described.contextLength !== undefined) known.learnedContextLength = undefined;
    known.digest = described.digest ?? known.digest;
    known.overrides ??= this.#overridesOf(described.id);
    this.#combine(known);
  }

  /** Notes that the server refused a feature for a model. */
  learn(model: string, feature: Feature): void {
    const known = this.#open(model);
    known.learned.set(feature, this.#options.now());
    this.#combine(known);
  }

  /** Notes the context length in tokens that the server reported with an error. */
  learnContextLength(model: string, contextLength: number): void {
    this.#open(model).learnedContextLength = contextLength;
  }

  /** Forgets a model that has been deleted or replaced, except for its overrides. */
  forget(model: string): void {
    const known = this.#known(model);
    if (known !== undefined) {
      known.digest = undefined;
      known.learned.clear();
      this.#forgetDescription(known);
    }
    const name = this.#options.canonicalName(model);
    const models = this.#list.models.filter(({ id }) => this.#options.canonicalName(id) !== name);
    this.#list = { ...this.#list, models };
  }

  /** Forgets what was learned from errors of the server about a model. */
  forgetErrors(model: string): void {
    const known = this.#known(model);
    known?.learned.clear();
    if (known !== undefined) this.#combine(known);
  }

  /** Forgets the description of a model by the server. */
  forgetDescription(model: string): void {
    const known = this.#known(model);
    if (known !== undefined) this.#forgetDescription(known);
  }

  /** Forgets the descriptions of all models, since loading or unloading one may change the context length of others. */
  forgetDescriptions(): void {
    this.#outdated = this.#requests;
    for (const known of this.#models.values()) this.#forgetDescription(known);
  }

  /** Takes note of the list of models. A model with another digest than before is forgotten. */
  list(models: readonly ModelInfo[]): void {
    this.#list = toListedModels(models, this.#options.canonicalName, this.#options.now());
    for (const [name, known] of this.#models) {
      known.listed = this.#list.vision.get(name) ?? known.listed;
      this.#combine(known);
    }
    for (const model of models) if (model.digest !== undefined) this.#noteDigest(model, model.digest);
  }

  #noteDigest(model: ModelInfo, digest: string): void {
    for (const name of namesOf(model)) {
      const known = this.#known(name);
      if (known === undefined) continue;
      if (isReplaced(known, digest)) {
        known.learned.clear();
        this.#forgetDescription(known);
      }
      known.digest = digest;
    }
  }

  #known(model: string): KnownModel | undefined {
    const name = this.#options.canonicalName(model);
    return this.#models.get(name) ?? (this.#list.vision.has(name) ? this.#open(model) : undefined);
  }

  #overridesOf(model: string): ModelOverrides | undefined {
    const { canonicalName, overrides = {} } = this.#options;
    const name = canonicalName(model);
    return Object.entries(overrides).find(([id]) => canonicalName(id) === name)?.[1];
  }

  #open(model: string): KnownModel {
    const name = this.#options.canonicalName(model);
    const existing = this.#models.get(name);
    if (existing !== undefined) return existing;
    const known = newModel(this.#overridesOf(model), this.#list.vision.get(name));
    if (this.#models.size >= MAX_MODELS) this.#forgetOldest();
    this.#models.set(name, known);
    this.#combine(known);
    return known;
  }

  /** Forgets the model that has been known for the longest time. Those of the configuration stay. */
  #forgetOldest(): void {
    const oldest = [...this.#models].find(([, { overrides }]) => overrides === undefined);
    if (oldest !== undefined) this.#models.delete(oldest[0]);
  }

  #forgetDescription(known: KnownModel): void {
    Object.assign(known, { description: undefined, learnedContextLength: undefined });
    this.#outdated = this.#requests;
    this.#combine(known);
  }

  #combine(known: KnownModel): void {
    known.facts = combineFacts(known, this.#createdAt);
  }
}
