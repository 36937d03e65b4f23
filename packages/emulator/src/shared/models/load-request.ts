import type { Instance } from './instance.js';
import type { LoadOptions } from './load-config.js';
import type { Model } from './model.js';

/** What happens during a load. */
export type LoadStep =
  | { readonly kind: 'start'; readonly instance: Instance }
  | { readonly kind: 'progress'; readonly instance: Instance; readonly progress: number }
  | { readonly kind: 'end'; readonly instance: Instance; readonly seconds: number };

/** How to load a model. */
export interface LoadRequest {
  readonly options?: LoadOptions;
  /** A load by a chat (just in time) passes one: such an instance expires, and makes way for the next such load. */
  readonly ttlMs?: number;
  /** Ends the load when it fires. Default: only the end of the emulator does. */
  readonly signal?: AbortSignal;
  /** Called at once when the load begins, then as it goes on. */
  readonly onStep?: (step: LoadStep) => void;
}

/** One report of a load: the fraction that is done, and the share of the whole time since the report before. */
interface LoadProgress {
  readonly at: number;
  readonly share: number;
}

const QUARTERS: readonly LoadProgress[] = [0, 0.25, 0.5, 0.75, 1].map((at) => ({ at, share: at === 0 ? 0 : 0.25 }));

/** The reports of a load; one that fails does so half way. */
export function loadSteps(model: Model): readonly LoadProgress[] {
  return model.failsToLoad === undefined ? QUARTERS : QUARTERS.filter(({ at }) => at <= 0.5);
}

/** A model that could not be loaded; each side of the API reports it in its own form. */
export class LoadFailure extends Error {
  override readonly name = 'LoadFailure';
}
