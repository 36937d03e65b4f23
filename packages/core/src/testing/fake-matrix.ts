import { DENIED_ROUTE } from '../capability/denied-route.js';
import type { RouteCapabilities } from '../contract/capability.js';

/** The type of `ABLE_ROUTE`. Named because editors then show the name and not the cells. */
export interface AbleRoute extends Readonly<Record<keyof RouteCapabilities, 'yes'>> {}

/** A route that supports everything. Spread it and deny what a test wants denied. */
export const ABLE_ROUTE = Object.fromEntries(
  Object.keys(DENIED_ROUTE).map((key) => [key, 'yes']),
) as unknown as AbleRoute;
