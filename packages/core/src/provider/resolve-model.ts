import type { ModelInfo } from '../contract/model.js';
import type { LoadedInstance, Provider } from './provider.js';

type CanonicalName = NonNullable<Provider['canonicalModelName']>;

/** The properties of a model that identify it. */
type NamedModel = Pick<ModelInfo, 'id' | 'aliases' | 'type' | 'loaded' | 'instances' | 'contextLength'>;

/** Returns the name in lower case. The default for providers without a `canonicalModelName` of their own. */
export const defaultCanonicalName: CanonicalName = (name) => name.toLowerCase();

function hasName({ id, aliases = [] }: NamedModel, name: string, canonicalName: CanonicalName): boolean {
  const wanted = canonicalName(name);
  return canonicalName(id) === wanted || aliases.some((alias) => canonicalName(alias) === wanted);
}

/** Returns the instances of a model. If a server reports only that it is loaded, there is one instance with the id of the model. */
function instancesOf(model: NamedModel): LoadedInstance[] {
  const { type, contextLength } = model;
  if (model.instances.length === 0 && model.loaded === true) {
    return [{ instanceId: model.id, type, loadSeconds: 0, contextLength }];
  }
  return model.instances.map((instance) => ({
    instanceId: instance.id,
    type,
    loadSeconds: 0,
    contextLength: instance.contextLength,
    config: instance.config,
  }));
}

/**
 * Returns the ids of all loaded instances of the models with a name, or `undefined` if no model has it. If it is not known whether a model is
 * loaded, its own id is returned.
 */
export function instanceIdsOf(
  models: readonly NamedModel[],
  name: string,
  canonicalName: CanonicalName = defaultCanonicalName,
): string[] | undefined {
  const named = models.filter((model) => hasName(model, name, canonicalName));
  if (named.length === 0) return undefined;
  return named.flatMap((model) => {
    const instanceIds = instancesOf(model).map(({ instanceId }) => instanceId);
    return model.loaded === undefined && instanceIds.length === 0 ? [model.id] : instanceIds;
  });
}

/**
 * Returns the model that a name refers to, with its loaded instance. The name is either the exact id of an instance, or the id or an alias
 * of a model, which refers to its first instance. A loaded model takes precedence over one that is not loaded.
 *
 * @param canonicalName Returns the canonical form of a name. Default: the name in lower case.
 * @param contextLength If the name is that of a model, an instance with this context length takes precedence.
 * @returns `undefined` if no model has the name. `instance` is `undefined` if the model is not loaded.
 */
export function resolveModel<Model extends NamedModel>(
  models: readonly Model[],
  name: string,
  canonicalName: CanonicalName = defaultCanonicalName,
  contextLength?: number,
): { readonly model: Model; readonly instance: LoadedInstance | undefined } | undefined {
  for (const model of models) {
    const instances = instancesOf(model);
    const named = hasName(model, name, canonicalName) ? instances : [];
    const instance =
      (contextLength === undefined ? undefined : named.find((one) => one.contextLength === contextLength)) ??
      instances.find(({ instanceId }) => instanceId === name) ??
      named[0];
    if (instance !== undefined) return { model, instance };
  }
  const model = models.find((candidate) => hasName(candidate, name, canonicalName));
  return model && { model, instance: undefined };
}
