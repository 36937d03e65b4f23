import { resolveModel, type LoadedInstance } from '@lmux/core/provider';
import { decodeModels } from './decode-models.js';
import type { NativeModelList } from './wire.js';

/** Finds the loaded instance for a name: an instance of the model with that key (case-insensitive), or the one with exactly that id. */
export function findRunning(list: NativeModelList, name: string): LoadedInstance | undefined {
  return resolveModel(decodeModels(list), name)?.instance;
}
