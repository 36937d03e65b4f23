import type { CallOptions, ModelInfo } from '@lmux/core/provider';
import { optionalResult, readObject, readText } from '@lmux/core/provider/json';
import type { NativeApi } from '../server/native-api.js';
import { decodeModel } from './decode-models.js';
import { list } from './endpoint.js';
import { indexRunning, runningModels } from './running-models.js';
import type { ShownModels } from './shown-models.js';

/** Options of `listModels`. */
interface ListModelsOptions {
  readonly options: CallOptions;
  readonly shownModels: ShownModels;
  /** Returns the local time. */
  readonly wallNow: () => number;
}

/**
 * Lists the installed models, with what is known about them from the list of running models and from their details. Rejects only if the list
 * of installed models fails.
 */
export async function listModels(
  api: NativeApi,
  { options, shownModels, wallNow }: ListModelsOptions,
): Promise<ModelInfo[]> {
  const [{ models }, running] = await Promise.all([
    list(api, options),
    optionalResult(runningModels(api, options, wallNow)),
  ]);
  // The response of the server is not validated against its type.
  const named = models.filter((entry: unknown) => readText(readObject(entry)['name']) !== undefined);
  const shown = await shownModels.of(named, options);
  const runningOf = running && indexRunning(running);
  return named.map((entry) => decodeModel(entry, runningOf && (runningOf(entry) ?? null), shown.get(entry.name)));
}
