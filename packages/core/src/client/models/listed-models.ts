import type { ModelInfo } from '../../contract/model.js';
import type { ListedVision } from './known-model.js';

/** A model of the list, as far as it is remembered. */
export type ListedModel = Pick<ModelInfo, 'id' | 'type' | 'loaded' | 'aliases' | 'instances' | 'capabilities'>;

/** The last list of the models of a server. */
export interface ListedModels {
  /** Empty until the models are first listed. */
  readonly models: readonly ListedModel[];
  /** What the list says about images, by the canonical names of the models. It does not say which other features a model lacks. */
  readonly vision: ReadonlyMap<string, ListedVision>;
}

/** The list of a server whose models have not been listed. */
export const NOT_LISTED: ListedModels = { models: [], vision: new Map() };

/** Returns all names of a model. */
export function namesOf({ id, aliases = [], instances }: ListedModel): string[] {
  return [id, ...aliases, ...instances.map((instance) => instance.id)];
}

/** Returns a copy, without what the server sent for the model. */
function toListedModel({ id, type, loaded, aliases, instances, capabilities }: ModelInfo): ListedModel {
  return { id, type, loaded, aliases, instances, capabilities };
}

/** Returns what is remembered of a list. */
export function toListedModels(
  list: readonly ModelInfo[],
  canonicalName: (name: string) => string,
  checkedAt: Date,
): ListedModels {
  const models = list.map(toListedModel);
  const vision = models.flatMap((model) => {
    const { vision: value } = model.capabilities;
    return value === undefined
      ? []
      : namesOf(model).map((name) => [canonicalName(name), { value, checkedAt }] as const);
  });
  return { models, vision: new Map(vision) };
}
