import { isLmError, type CallOptions } from '@lmux/core/provider';
import { readString } from '@lmux/core/provider/json';
import type { NativeApi } from '../server/native-api.js';
import { show } from './endpoint.js';
import type { OllamaModel, OllamaShowResponse } from './wire.js';

/** How many models are requested at once. */
const MAX_AT_ONCE = 4;

/**
 * What `/api/show` says of models. Kept by digest: what a digest stands for does not change, so that a list costs one request for each
 * model that is new.
 */
export class ShownModels {
  readonly #api: NativeApi;
  #known = new Map<string, OllamaShowResponse>();

  constructor(api: NativeApi) {
    this.#api = api;
  }

  /** By the models' names. A model that cannot be shown is missing, since the rest of the list is good without; a call that was ended fails. */
  async of(models: readonly OllamaModel[], options: CallOptions): Promise<ReadonlyMap<string, OllamaShowResponse>> {
    const shown = new Map<string, OllamaShowResponse>();
    const waiting = [...models];
    const work = async (): Promise<void> => {
      for (let model = waiting.shift(); model !== undefined; model = waiting.shift()) {
        const known = this.#known.get(keyOf(model)) ?? (await this.#request(model.name, options));
        if (known !== undefined) shown.set(model.name, known);
      }
    };
    await Promise.all(Array.from({ length: MAX_AT_ONCE }, work));
    // What is not installed any more is forgotten.
    this.#known = new Map(
      models.flatMap((model) => {
        const entry = shown.get(model.name);
        return entry === undefined || keyOf(model) === '' ? [] : [[keyOf(model), entry] as const];
      }),
    );
    return shown;
  }

  async #request(model: string, options: CallOptions): Promise<OllamaShowResponse | undefined> {
    try {
      return await show(this.#api, { model }, options);
    } catch (error) {
      if (isLmError(error, 'aborted') || isLmError(error, 'closed')) throw error;
      return undefined;
    }
  }
}

function keyOf({ digest }: OllamaModel): string {
  return readString(digest) ?? '';
}
