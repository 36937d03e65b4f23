import { DENIED_ROUTE } from '../capability/denied-route.js';
import type { Capability, ChatFeature } from '../contract/capability.js';

/** The type of `ABLE_ROUTE`. It has a name because editors then show the name instead of every cell. */
export interface AbleRoute extends Readonly<Record<Capability | ChatFeature, 'yes'>> {}

/** A route that supports everything. Spread it and set what a test needs to be denied to `no`. */
export const ABLE_ROUTE = Object.fromEntries(
  Object.keys(DENIED_ROUTE).map((key) => [key, 'yes']),
) as unknown as AbleRoute;
