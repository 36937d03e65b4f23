import type { Capability, ChatFeature } from '../contract/capability.js';
import { featureNames } from '../validate/feature-names.js';

/** The type of `DENIED_ROUTE`. It has a name so that editors show the name instead of every cell. */
export interface DeniedRoute extends Readonly<Record<Capability | ChatFeature, 'no'>> {}

function denyAll(): DeniedRoute {
  return Object.fromEntries(featureNames().map((name) => [name, 'no'])) as unknown as DeniedRoute;
}

/**
 * A route that supports nothing, as the base of your route's cells. Spread it and list what your route supports:
 * `{ ...DENIED_ROUTE, chat: 'yes' }`. A feature that a later release adds is then denied. Without the base, it would be a type error.
 */
// The pure annotation lets bundlers drop the call when the constant is unused.
export const DENIED_ROUTE: DeniedRoute = /* @__PURE__ */ denyAll();
