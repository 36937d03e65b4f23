import type { IncomingJson } from '@lmux/core/provider';
import type { NativeModelInstance, NativeModelList } from './wire.js';

/**
 * The loaded copies that a name leads to: those of the model with that key, in any case, or the one copy of that id, letter by letter,
 * as the server compares them.
 */
export function findRunning(list: NativeModelList, model: string): NativeModelInstance[] {
  const key = model.toLowerCase();
  return list.models.flatMap((entry: IncomingJson): NativeModelInstance[] => {
    const instances: IncomingJson[] = Array.isArray(entry?.loaded_instances) ? entry.loaded_instances : [];
    return String(entry?.key).toLowerCase() === key
      ? instances
      : instances.filter((instance) => instance?.id === model);
  });
}
