import type { Model } from './model.js';

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
