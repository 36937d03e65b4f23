import type { ModelInfo } from '../../contract/model.js';
import type { DescribedModel, ModelDescription } from '../../contract/model-description.js';
import type { ModelFacts } from '../../capability/plan-request.js';
import {
  contextLengthOf,
  copyOf,
  isReloaded,
  isReplaced,
  mergeDescriptions,
  type Feature,
  type KnownModel,
} from './known-model.js';
import { KnownModels, type KnownModelsOptions } from './known-models.js';
import { namesOf, toListedModels, type ListedModel } from './listed-models.js';

/**
 * Age in ms from which a description is requested again before it is decisive: for the refusal of a request, for a prompt that is too long, and for
 * a model that was not loaded.
 */
export const MAX_AGE_MS = 10_000;

/** Age in ms from which the context length of a loaded model is requested again, since another client may have loaded it with another one. */
const CONTEXT_MAX_AGE_MS = 60_000;

/** What a client knows about models: the overrides of its configuration, the descriptions of the server, and what its errors showed. */
export class ModelKnowledge {
  readonly #options: KnownModelsOptions;
  readonly #models: KnownModels;
  #requests = 0;
  /** Number of the last request before descriptions were forgotten. What its response says may no longer be true. */
  #outdated = 0;

  constructor(options: KnownModelsOptions) {
    this.#options = options;
    this.#models = new KnownModels(options);
  }

  /** The models that the server has. Empty until they are first listed. */
  get listed(): readonly ListedModel[] {
    return this.#models.list.models;
  }

  /** True if nothing is known about any model. */
  get isEmpty(): boolean {
    return this.#models.isEmpty;
  }

  /** Returns what is known about a model, or `undefined` if nothing is. */
  factsOf(model: string): ModelFacts | undefined {
    const facts = this.#models.find(model)?.facts;
    return facts === undefined || facts.size === 0 ? undefined : facts;
  }

  /**
   * True if what the server says about a model is at least this old, so that it may have changed, such as by a restart. The age of an error counts
   * where the server has said nothing else.
   */
  isOld(model: string, ageMs: number): boolean {
    const { description, listed, learned } = this.#models.find(model) ?? {};
    const [error] = learned?.values() ?? [];
    const checkedAt = (description ?? listed ?? error)?.checkedAt;
    return checkedAt !== undefined && this.#options.now().getTime() - checkedAt.getTime() >= ageMs;
  }

  /** True if a lookup of the model would tell nothing new. */
  isLookedUp(model: string): boolean {
    return this.#models.find(model)?.description?.isLookedUp === true;
  }

  /** Returns the number of a request to the server, for `store`. */
  nextRequest(): number {
    this.#requests += 1;
    return this.#requests;
  }

  /** Returns the description of a model, unless the server may describe more. */
  completeDescription(model: string): ModelDescription | undefined {
    const { isComplete = false, isLoaded = false } = this.#models.find(model)?.description ?? {};
    // A model may have been loaded since by a chat, or again with another context length.
    const isOld = this.isOld(model, isLoaded ? CONTEXT_MAX_AGE_MS : MAX_AGE_MS);
    return isComplete && !isOld ? this.description(model) : undefined;
  }

  /**
   * True if the context length of a model is known and not too old, or if the server does not know it either. That of the configuration is never
   * too old.
   */
  isContextSettled(model: string, maxAgeMs = CONTEXT_MAX_AGE_MS): boolean {
    const { overrides, description } = this.#models.find(model) ?? {};
    if (this.contextLengthOf(model) === undefined) return description?.isComplete === true && description.isLoaded;
    return overrides?.contextLength !== undefined || !this.isOld(model, maxAgeMs);
  }

  /** Returns the context length with which a model runs, if it is known. */
  contextLengthOf(model: string): number | undefined {
    const known = this.#models.find(model);
    return known && contextLengthOf(known);
  }

  /** Returns what is known about a model. */
  description(model: string): ModelDescription {
    const known = this.#models.open(model);
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
    const known = this.#models.open(model);
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
    known.overrides ??= this.#models.overridesOf(described.id);
    this.#models.combine(known);
  }

  /** Notes that the server refused a feature for a model, on these routes or on all. */
  learn(model: string, feature: Feature, routes?: readonly string[]): void {
    const known = this.#models.open(model);
    known.learned.set(feature, { checkedAt: this.#options.now(), routes });
    this.#models.combine(known);
  }

  /** Notes the context length in tokens that the server reported with an error. */
  learnContextLength(model: string, contextLength: number): void {
    this.#models.open(model).learnedContextLength = contextLength;
  }

  /** Notes the context length in tokens with which a chat ran, for which the server may have loaded the model again. */
  noteContextLength(model: string, contextLength: number): void {
    const known = this.#models.find(model);
    const before = known && contextLengthOf(known);
    if (known !== undefined && before !== undefined && before !== contextLength) this.#forgetDescription(known);
  }

  /** Forgets a model that has been deleted or replaced, except for its overrides. */
  forget(model: string): void {
    const known = this.#models.find(model);
    if (known !== undefined) {
      known.digest = undefined;
      known.learned.clear();
      this.#forgetDescription(known);
    }
    const name = this.#options.canonicalName(model);
    const models = this.#models.list.models.filter(({ id }) => this.#options.canonicalName(id) !== name);
    this.#models.list = { ...this.#models.list, models };
  }

  /** Forgets what was learned from errors of the server about a model. */
  forgetErrors(model: string): void {
    const known = this.#models.find(model);
    known?.learned.clear();
    if (known !== undefined) this.#models.combine(known);
  }

  /** Forgets the description of a model by the server. */
  forgetDescription(model: string): void {
    const known = this.#models.find(model);
    if (known !== undefined) this.#forgetDescription(known);
  }

  /** Forgets the descriptions of all models, since loading or unloading one may change the context length of others. */
  forgetDescriptions(): void {
    this.#outdated = this.#requests;
    for (const [, known] of this.#models) this.#forgetDescription(known);
  }

  /** Takes note of the list of models. A model with another digest than before is forgotten, and one with another context length described again. */
  list(models: readonly ModelInfo[]): void {
    this.#models.list = toListedModels(models, this.#options.canonicalName, this.#options.now());
    for (const [name, known] of this.#models) {
      known.listed = this.#models.list.vision.get(name) ?? known.listed;
      this.#models.combine(known);
    }
    for (const model of models) for (const name of namesOf(model)) this.#noteListed(model, name);
  }

  #noteListed(model: ModelInfo, name: string): void {
    const known = this.#models.find(name);
    if (known === undefined) return;
    const { digest } = model;
    const isOther = isReplaced(known, digest);
    if (isOther) known.learned.clear();
    if (isOther || isReloaded(known, model, name)) this.#forgetDescription(known);
    known.digest = digest ?? known.digest;
  }

  #forgetDescription(known: KnownModel): void {
    Object.assign(known, { description: undefined, learnedContextLength: undefined });
    this.#outdated = this.#requests;
    this.#models.combine(known);
  }
}
