import type { ModelInfo } from '../contract/model.js';
import type { LoadedInstance } from '../provider/provider.js';

/** Whether two model ids name one model; servers match them in any case. */
export function sameModel(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** A loaded instance of the model, or the instance of that id; `undefined` when none runs. */
export function runningInstance(models: readonly ModelInfo[], wanted: string): LoadedInstance | undefined {
  for (const model of models) {
    const instance =
      model.instances.find(({ id }) => id === wanted) ?? (sameModel(model.id, wanted) ? model.instances[0] : undefined);
    if (instance !== undefined)
      return { instanceId: instance.id, type: model.type, loadSeconds: 0, config: instance.config };
    // A server that tells that a model is loaded, but not its instances, calls the instance by the model's name.
    if (sameModel(model.id, wanted) && model.loaded === true)
      return { instanceId: model.id, type: model.type, loadSeconds: 0 };
  }
  return undefined;
}
