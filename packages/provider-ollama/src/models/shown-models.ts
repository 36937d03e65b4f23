import type { CallOptions } from '@lmux/core/provider';
import { optionalResult, readString } from '@lmux/core/provider/json';
import type { NativeApi } from '../server/native-api.js';
import { show } from './endpoint.js';
import type { OllamaModel, OllamaShowResponse } from './wire.js';

/** Maximum number of concurrent `/api/show` requests. */
const MAX_AT_ONCE = 4;

/**
 * A cache of `/api/show` responses. Its key is the digest, because the model of a digest does not change. A list thus costs one request for
 * each new model.
 */
export class ShownModels {
  readonly #api: NativeApi;
  #known = new Map<string, OllamaShowResponse>();

  constructor(api: NativeApi) {
    this.#api = api;
  }

  /**
   * Returns the responses, keyed by the name of the model. A model whose request fails is missing, so that it does not fail the entire list.
   * Rejects if the call is aborted or the client is closed.
   */
  async of(models: readonly OllamaModel[], options: CallOptions): Promise<ReadonlyMap<string, OllamaShowResponse>> {
    const shown = new Map<string, OllamaShowResponse>();
    // Shared by the workers. Removing the first of many entries would move all others.
    const waiting = models.values();
    const work = async (): Promise<void> => {
      for (const model of waiting) {
        const known =
          this.#known.get(keyOf(model)) ?? (await optionalResult(show(this.#api, { model: model.name }, options)));
        if (known !== undefined) shown.set(model.name, known);
      }
    };
    await Promise.all(Array.from({ length: MAX_AT_ONCE }, work));
    // Drops models that are no longer installed.
    this.#known = new Map(
      models.flatMap((model) => {
        const entry = shown.get(model.name);
        return entry === undefined || keyOf(model) === '' ? [] : [[keyOf(model), entry] as const];
      }),
    );
    return shown;
  }
}

function keyOf({ digest }: OllamaModel): string {
  return readString(digest) ?? '';
}
