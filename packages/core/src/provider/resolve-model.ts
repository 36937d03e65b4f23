import type { ModelInfo } from '../contract/model.js';
import type { LoadedInstance, Provider } from './provider.js';

type CanonicalName = NonNullable<Provider['canonicalModelName']>;

/** What is needed of a model to find it by a name. */
type NamedModel = Pick<ModelInfo, 'id' | 'aliases' | 'type' | 'loaded' | 'instances'>;

/** Compares names in any case: the rule of providers that have none of their own. */
export const defaultCanonicalName: CanonicalName = (name) => name.toLowerCase();

function hasName({ id, aliases = [] }: NamedModel, name: string, canonicalName: CanonicalName): boolean {
  const wanted = canonicalName(name);
  return canonicalName(id) === wanted || aliases.some((alias) => canonicalName(alias) === wanted);
}

/** The instances of a model. A server that tells that it is loaded, but not its instances, calls the one by the model's name. */
function instancesOf(model: NamedModel): LoadedInstance[] {
  const { type } = model;
  if (model.instances.length === 0 && model.loaded === true) return [{ instanceId: model.id, type, loadSeconds: 0 }];
  return model.instances.map(({ id, config }) => ({ instanceId: id, type, loadSeconds: 0, config }));
}

/** Returns the ids of all loaded instances of the models that have the name. */
export function instanceIdsOf(
  models: readonly NamedModel[],
  name: string,
  canonicalName: CanonicalName = defaultCanonicalName,
): string[] {
  const named = models.filter((model) => hasName(model, name, canonicalName));
  return named.flatMap((model) => instancesOf(model).map(({ instanceId }) => instanceId));
}

/**
 * Returns the model that a name means, and its loaded instance. The name is the id of an instance, letter by letter, or the id or an alias
 * of a model, of which the first instance is meant. A model that is loaded comes before one that is not.
 *
 * @param canonicalName The provider's rule for names. Default: names are compared in any case.
 * @returns `undefined` if no model has the name; `instance` is `undefined` if the model is not loaded.
 */
export function resolveModel<Model extends NamedModel>(
  models: readonly Model[],
  name: string,
  canonicalName: CanonicalName = defaultCanonicalName,
): { readonly model: Model; readonly instance: LoadedInstance | undefined } | undefined {
  for (const model of models) {
    const instances = instancesOf(model);
    const instance =
      instances.find(({ instanceId }) => instanceId === name) ??
      (hasName(model, name, canonicalName) ? instances[0] : undefined);
    if (instance !== undefined) return { model, instance };
  }
  const model = models.find((candidate) => hasName(candidate, name, canonicalName));
  return model && { model, instance: undefined };
}
