import { DENIED_ROUTE } from '../capability/denied-route.js';
import type { Capability, ChatFeature } from '../contract/capability.js';
import type { FakeModel } from './fake-model-store.js';

/** The type of `ABLE_ROUTE`. It has a name because editors then show the name instead of every cell. */
export interface AbleRoute extends Readonly<Record<Capability | ChatFeature, 'yes'>> {}

/** A route that supports everything. Spread it and set what a test needs to be denied to `no`. */
export const ABLE_ROUTE = Object.fromEntries(
  Object.keys(DENIED_ROUTE).map((key) => [key, 'yes']),
) as unknown as AbleRoute;

/** A cell of a route that supports something with the models that do. */
const DEPENDS_ON_MODEL = {
  support: 'yes',
  note: 'Depends on the model: see "features" of the option "models".',
  dependsOnModel: true,
} as const;

/** The type of the route of a fake for which no routes are given. It supports everything, as far as the model does. */
export interface DefaultFakeRoute extends Readonly<Record<Capability | ChatFeature, 'yes' | typeof DEPENDS_ON_MODEL>> {}

/** Returns a route that supports everything. What the models say about themselves depends on the model. */
export function routeForModels(models: readonly FakeModel[]): DefaultFakeRoute {
  const said = models.flatMap(({ features = {} }) => Object.keys(features));
  return { ...ABLE_ROUTE, ...Object.fromEntries(said.map((feature) => [feature, DEPENDS_ON_MODEL])) };
}
