import { resolveModel, type LoadedInstance } from '@lmux/core/provider';
import { decodeModels } from './decode-models.js';
import type { NativeModelList } from './wire.js';

/** The loaded copy that a name means: a copy of the model with that key, in any case, or the one copy of that id, letter by letter. */
export function findRunning(list: NativeModelList, name: string): LoadedInstance | undefined {
  return resolveModel(decodeModels(list), name)?.instance;
}
