import type { Capability, ChatFeature } from '../../contract/capability.js';
import type { DescribedFeature, DescribedModel, ModelOverrides } from '../../contract/model-description.js';
import type { ModelInfo } from '../../contract/model.js';
import type { ModelFacts } from '../../capability/plan-request.js';

/** What a model may support. */
export type Feature = Capability | ChatFeature;

/** A description of a model by the server. */
export interface ServerDescription {
  readonly model: DescribedModel;
  readonly checkedAt: Date;
  /** False if the server may describe more features than these. */
  readonly isComplete: boolean;
  /** False if the model had no context length, because it was not loaded. */
  readonly isLoaded: boolean;
  /** True if the server does not know what is absent, so that a request is not preceded by a lookup. */
  readonly isLookedUp: boolean;
  /** The number of the request. The response of an earlier one does not replace it. */
  readonly requestNumber: number;
}

/** What the list of models says about a model and images. A description takes precedence. */
export interface ListedVision {
  readonly value: boolean;
  readonly checkedAt: Date;
}

/** A feature that the server refused. */
export type LearnedRefusal = Pick<DescribedFeature, 'checkedAt' | 'routes'>;

/** What is known about one model. */
export interface KnownModel {
  /** Those of the name, or else of the id that the server describes. */
  overrides: ModelOverrides | undefined;
  listed: ListedVision | undefined;
  description: ServerDescription | undefined;
  /** Context length in tokens that the server reported with an error. */
  learnedContextLength: number | undefined;
  /** Features that the server refused. */
  readonly learned: Map<Feature, LearnedRefusal>;
  digest: string | undefined;
  /** The features of all sources. An override takes precedence over an error of the server, which takes precedence over a description that does not contradict it. */
  facts: ModelFacts;
}

/** Returns a model about which the server has said nothing, or only that it is in the list. */
export function newModel(overrides: ModelOverrides | undefined, listed: ListedVision | undefined): KnownModel {
  return {
    overrides,
    listed,
    description: undefined,
    learnedContextLength: undefined,
    learned: new Map(),
    digest: undefined,
    facts: new Map(),
  };
}

/**
 * Returns the features of one source. A model that cannot chat cannot stream a chat either, and servers do not tell the two apart. A value of
 * the stream's own takes precedence.
 */
function entriesOf<Value>(features: { readonly [Key in Feature]?: Value | undefined }): [Feature, Value][] {
  const streamed = { 'chat.stream': features.chat, 'completion.stream': features.completion };
  const entries = Object.entries({ ...streamed, ...features });
  return entries.filter(([, value]) => value !== undefined) as [Feature, Value][];
}

/**
 * Returns the features of all sources. A later entry replaces an earlier one with the same key.
 *
 * @param createdAt Time of the overrides.
 */
export function combineFacts({ description, listed, learned, overrides }: KnownModel, createdAt: Date): ModelFacts {
  const server = entriesOf(description?.model.features ?? {}).map(
    ([feature, value]) => [feature, factOf(value, 'server', description?.checkedAt ?? createdAt)] as const,
  );
  const images = listed && (['imageInput', factOf(listed.value, 'server', listed.checkedAt)] as const);
  const told = { imageInput: listed?.value, ...description?.model.features };
  // The server knows its model better than the wording of one error.
  const refused = [...learned].filter(([feature]) => told[feature] !== true);
  const errors = entriesOf(Object.fromEntries(refused) as { [Key in Feature]?: LearnedRefusal }).map(
    ([feature, { checkedAt, routes }]) => [feature, factOf(false, 'learned', checkedAt, routes)] as const,
  );
  const own = entriesOf(overrides?.features ?? {}).map(
    ([feature, value]) => [feature, factOf(value, 'override', createdAt)] as const,
  );
  return new Map<Feature, DescribedFeature>([...(images ? [images] : []), ...server, ...errors, ...own]);
}

/** Returns the context length with which a model runs, or `undefined` if it is not known. */
export function contextLengthOf({ overrides, learnedContextLength, description }: KnownModel): number | undefined {
  return overrides?.contextLength ?? learnedContextLength ?? description?.model.contextLength;
}

/** Returns a description with what a later one tells. */
export function mergeDescriptions(before: DescribedModel, later: DescribedModel): DescribedModel {
  return {
    ...later,
    features: { ...before.features, ...later.features },
    contextLength: later.contextLength ?? before.contextLength,
    maxContextLength: later.maxContextLength ?? before.maxContextLength,
  };
}

/** Returns a copy, so that a caller who changes it does not change what is known. */
export function copyOf({ value, source, checkedAt, routes }: DescribedFeature): DescribedFeature {
  return factOf(value, source, new Date(checkedAt), routes);
}

function factOf(
  value: boolean,
  source: DescribedFeature['source'],
  checkedAt: Date,
  routes?: readonly string[],
): DescribedFeature {
  return { value, source, checkedAt, ...(routes && { routes: [...routes] }) };
}

/** True if the list says that a model which has been described runs with another context length now, or not any more. */
export function isReloaded(
  { description }: KnownModel,
  { contextLength, loaded, instances }: ModelInfo,
  name: string,
): boolean {
  const described = description?.model.contextLength;
  if (described === undefined) return false;
  const listed = instances.find(({ id }) => id === name)?.contextLength ?? contextLength;
  return loaded === false || (listed !== undefined && listed !== described);
}

/** True if the model has been replaced under the same id. */
export function isReplaced({ digest }: KnownModel, current: string | undefined): boolean {
  return digest !== undefined && current !== undefined && digest !== current;
}
