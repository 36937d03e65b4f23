import type { Instance } from './instance.js';
import type { LoadOptions } from './load-config.js';
import type { Model } from './model.js';

/** A progress step of a load. */
export type LoadStep =
  | { readonly kind: 'start'; readonly instance: Instance }
  | { readonly kind: 'progress'; readonly instance: Instance; readonly progress: number }
  | { readonly kind: 'end'; readonly instance: Instance; readonly seconds: number };

/** The parameters of a load. */
export interface LoadRequest {
  readonly options?: LoadOptions;
  /**
   * Time to live in ms, set by just-in-time loads. Such an instance expires, and the next just-in-time load replaces
   * it.
   */
  readonly ttlMs?: number;
  /** Cancels the load when it aborts. By default, only closing the emulator does. */
  readonly signal?: AbortSignal;
  /** Called synchronously when the load starts, and then at each step. */
  readonly onStep?: (step: LoadStep) => void;
}

/** One progress report: the fraction of the load that is done, and the share of the load time since the last report. */
interface LoadProgress {
  readonly at: number;
  readonly share: number;
}

const QUARTERS: readonly LoadProgress[] = [0, 0.25, 0.5, 0.75, 1].map((at) => ({ at, share: at === 0 ? 0 : 0.25 }));

/** Returns the progress reports of a load. A load that fails does so halfway. */
export function loadSteps(model: Model): readonly LoadProgress[] {
  return model.failsToLoad === undefined ? QUARTERS : QUARTERS.filter(({ at }) => at <= 0.5);
}

/** A model could not be loaded. Each API reports this in its own format. */
export class LoadFailure extends Error {
  override readonly name = 'LoadFailure';
}
