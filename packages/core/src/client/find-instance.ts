import type { ModelInfo } from '../contract/model.js';
import type { LoadedInstance } from '../provider/provider.js';

/** Whether a model goes by that name; servers match names in any case. */
function hasName({ id, aliases = [] }: ModelInfo, name: string): boolean {
  const wanted = name.toLowerCase();
  return id.toLowerCase() === wanted || aliases.some((alias) => alias.toLowerCase() === wanted);
}

/** The instances of a model. A server that tells that it is loaded, but not its instances, calls the one by the model's name. */
function instancesOf(model: ModelInfo): LoadedInstance[] {
  const { type } = model;
  if (model.instances.length === 0 && model.loaded === true) return [{ instanceId: model.id, type, loadSeconds: 0 }];
  return model.instances.map(({ id, config }) => ({ instanceId: id, type, loadSeconds: 0, config }));
}

/** Ids of all loaded instances of the model. */
export function instanceIdsOf(models: readonly ModelInfo[], wanted: string): string[] {
  const named = models.filter((model) => hasName(model, wanted));
  return named.flatMap((model) => instancesOf(model).map(({ instanceId }) => instanceId));
}

/** A loaded instance of the model, or the instance of that id; `undefined` when none runs. */
export function runningInstance(models: readonly ModelInfo[], wanted: string): LoadedInstance | undefined {
  for (const model of models) {
    const instances = instancesOf(model);
    const instance =
      instances.find(({ instanceId }) => instanceId === wanted) ?? (hasName(model, wanted) ? instances[0] : undefined);
    if (instance !== undefined) return instance;
  }
  return undefined;
}
