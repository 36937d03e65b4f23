import type { Capability, ChatFeature } from '../contract/capability.js';
import type { ModelInfo } from '../contract/model.js';
import type {
  DescribedFeature,
  DescribedModel,
  ModelDescription,
  ModelOverrides,
} from '../contract/model-description.js';
import type { ModelFacts } from '../capability/plan-request.js';

type Feature = Capability | ChatFeature;

/** What the server told about a model. */
interface Told {
  readonly model: DescribedModel;
  readonly checkedAt: Date;
  /** False if the server has not been asked for everything. */
  readonly isComplete: boolean;
  /** True if the server was looked up before a request. What it does not tell then, it does not know. */
  readonly isLookedUp: boolean;
  /** The number of the question. An answer to an earlier question does not replace it. */
  readonly question: number;
}

interface KnownModel {
  readonly overrides: ModelOverrides | undefined;
  told: Told | undefined;
  /** Features that the server refused, with the time. */
  readonly learned: Map<Feature, Date>;
  digest: string | undefined;
  /** The features of all sources. An override takes precedence over an error of the server, which takes precedence over a description. */
  facts: ModelFacts;
}

/** The settings of `ModelKnowledge`. */
export interface KnowledgeOptions {
  /** Returns the canonical form of a model name. */
  readonly canonicalName: (name: string) => string;
  readonly overrides: Readonly<Record<string, ModelOverrides>> | undefined;
  /** Returns the current time. */
  readonly now: () => Date;
}

function entriesOf<Value>(features: { readonly [Key in Feature]?: Value | undefined }): [Feature, Value][] {
  return Object.entries(features).filter(([, value]) => value !== undefined) as [Feature, Value][];
}

/** What a client knows about models: the overrides of its configuration, what the server told, and what its errors showed. */
export class ModelKnowledge {
  readonly #options: KnowledgeOptions;
  readonly #models = new Map<string, KnownModel>();
  readonly #createdAt: Date;
  #questions = 0;
  /** The models that the server has. Empty until they are first listed. */
  listed: readonly ModelInfo[] = [];

  constructor(options: KnowledgeOptions) {
    this.#options = options;
    this.#createdAt = options.now();
    for (const model of Object.keys(options.overrides ?? {})) this.#open(model);
  }

  /** Returns what is known about a model, or `undefined` if nothing is. */
  factsOf(model: string): ModelFacts | undefined {
    const facts = this.#known(model)?.facts;
    return facts === undefined || facts.size === 0 ? undefined : facts;
  }

  /** Returns true if the model was looked up, even if the server told nothing. */
  isLookedUp(model: string): boolean {
    return this.#known(model)?.told?.isLookedUp === true;
  }

  /** Returns the number of a question to the server, for `tell`. */
  nextQuestion(): number {
    this.#questions += 1;
    return this.#questions;
  }

  /** Returns the description of a model if everything that the server tells is known. */
  completeDescription(model: string): ModelDescription | undefined {
    return this.#known(model)?.told?.isComplete === true ? this.description(model) : undefined;
  }

  /** Returns the context length with which a model runs, if it is known. */
  contextLengthOf(model: string): number | undefined {
    const known = this.#known(model);
    return known?.overrides?.contextLength ?? known?.told?.model.contextLength;
  }

  /** Returns what is known about a model. */
  description(model: string): ModelDescription {
    const { facts, told, overrides, digest } = this.#open(model);
    const { id = model, contextLength, maxContextLength } = told?.model ?? {};
    return {
      id,
      features: Object.fromEntries([...facts].map(([feature, fact]) => [feature, copyOf(fact)])),
      contextLength: overrides?.contextLength ?? contextLength,
      maxContextLength: overrides?.maxContextLength ?? maxContextLength,
      digest,
    };
  }

  /**
   * Stores what the server told about a model. What was learned from errors is forgotten if the digest has changed.
   *
   * @param isLookup True if the server was not asked for everything. What it told before is then kept.
   */
  tell(model: string, described: DescribedModel, isLookup: boolean, question: number): void {
    const known = this.#open(model);
    const { told } = known;
    if (told !== undefined && told.question > question) return;
    if (isReplaced(known, described.digest)) known.learned.clear();
    const before = isLookup && !isReplaced(known, described.digest) ? told : undefined;
    known.told = {
      model: before === undefined ? described : mergeDescriptions(before.model, described),
      checkedAt: this.#options.now(),
      isComplete: !isLookup || before?.isComplete === true,
      isLookedUp: isLookup,
      question,
    };
    known.digest = described.digest ?? known.digest;
    this.#combine(known);
  }

  /** Notes that the server refused a feature for a model. */
  learn(model: string, feature: Feature): void {
    const known = this.#open(model);
    known.learned.set(feature, this.#options.now());
    this.#combine(known);
  }

  /** Forgets what the server told about a model, and what was learned from its errors. */
  forget(model: string): void {
    const known = this.#known(model);
    if (known === undefined) return;
    known.told = undefined;
    known.digest = undefined;
    known.learned.clear();
    this.#combine(known);
  }

  /** Forgets what the server told about all models except for their digests, since loading or unloading one may change the context length of others. */
  forgetTold(): void {
    for (const known of this.#models.values()) {
      known.told = undefined;
      this.#combine(known);
    }
  }

  /** Takes note of the list of models. A model with another digest than before is forgotten. */
  list(models: readonly ModelInfo[]): void {
    this.listed = models;
    for (const { id, aliases = [], instances, digest } of models) {
      if (digest === undefined) continue;
      for (const name of [id, ...aliases, ...instances.map((instance) => instance.id)]) {
        const known = this.#known(name);
        if (known === undefined) continue;
        if (isReplaced(known, digest)) this.forget(name);
        known.digest = digest;
      }
    }
  }

  #known(model: string): KnownModel | undefined {
    return this.#models.get(this.#options.canonicalName(model));
  }

  #open(model: string): KnownModel {
    const { canonicalName, overrides = {} } = this.#options;
    const name = canonicalName(model);
    const existing = this.#models.get(name);
    if (existing !== undefined) return existing;
    const own = Object.entries(overrides).find(([id]) => canonicalName(id) === name)?.[1];
    const known: KnownModel = {
      overrides: own,
      told: undefined,
      learned: new Map(),
      digest: undefined,
      facts: new Map(),
    };
    this.#models.set(name, known);
    this.#combine(known);
    return known;
  }

  /** Combines the sources. A later entry replaces an earlier one with the same key. */
  #combine(known: KnownModel): void {
    const { told, learned, overrides } = known;
    const server = entriesOf(told?.model.features ?? {}).map(
      ([feature, value]) => [feature, factOf(value, 'server', told?.checkedAt ?? this.#createdAt)] as const,
    );
    const errors = [...learned].map(([feature, checkedAt]) => [feature, factOf(false, 'learned', checkedAt)] as const);
    const own = entriesOf(overrides?.features ?? {}).map(
      ([feature, value]) => [feature, factOf(value, 'override', this.#createdAt)] as const,
    );
    const facts = new Map<Feature, DescribedFeature>([...server, ...errors, ...own]);
    // A model that cannot chat cannot stream a chat either, and no server tells the two apart.
    for (const operation of ['chat', 'completion'] as const) {
      const fact = facts.get(operation);
      if (fact !== undefined && !facts.has(`${operation}.stream`)) facts.set(`${operation}.stream`, fact);
    }
    known.facts = facts;
  }
}

/** Returns a description with what a later one tells. */
function mergeDescriptions(before: DescribedModel, later: DescribedModel): DescribedModel {
  return {
    ...later,
    features: { ...before.features, ...later.features },
    contextLength: later.contextLength ?? before.contextLength,
    maxContextLength: later.maxContextLength ?? before.maxContextLength,
  };
}

/** Returns a copy, so that a caller who changes it does not change what is known. */
function copyOf({ value, source, checkedAt }: DescribedFeature): DescribedFeature {
  return factOf(value, source, new Date(checkedAt));
}

function factOf(value: boolean, source: DescribedFeature['source'], checkedAt: Date): DescribedFeature {
  return { value, source, checkedAt };
}

function isReplaced({ digest }: KnownModel, current: string | undefined): boolean {
  return digest !== undefined && current !== undefined && digest !== current;
}
