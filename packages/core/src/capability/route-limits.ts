import type { CapabilityMatrix, RangedSetting, RouteLimits, ValueRange } from '../contract/capability.js';
import { isRange, LIMITS } from '../validate/config-fields.js';

/** The values of a request for which a route may have a range. A request can be passed as it is. */
export type RangedValues = { readonly [Setting in RangedSetting]?: number | undefined };

/** A value that a route does not accept. */
export interface OutOfRange {
  readonly setting: RangedSetting;
  readonly value: number;
  readonly range: ValueRange;
}

/** The settings for which a route may have a range. */
const RANGED = Object.entries(LIMITS).flatMap(([name, check]) => (check === isRange ? [name as RangedSetting] : []));

/** Returns a limit of a route: the client's, or else the one that the matrix declares. */
export function limitOf<Name extends keyof RouteLimits>(
  name: Name,
  matrix: CapabilityMatrix,
  route: string,
  own: RouteLimits | undefined,
): RouteLimits[Name] {
  return own?.[name] ?? matrix.routes[route]?.limits?.[name];
}

/**
 * Returns the values of a request that are out of the range of a route.
 *
 * @param own Limits of the client, which replace those of the route.
 */
export function outOfRange(
  values: RangedValues,
  matrix: CapabilityMatrix,
  route: string,
  own: RouteLimits | undefined,
): OutOfRange[] {
  return RANGED.flatMap((setting) => {
    const value = values[setting];
    const range = value === undefined ? undefined : limitOf(setting, matrix, route, own);
    if (value === undefined || range === undefined || (value >= range[0] && value <= range[1])) return [];
    return [{ setting, value, range }];
  });
}

/** Returns the routes that have a range for any setting. */
export function routesWithRanges(matrix: CapabilityMatrix, own: RouteLimits | undefined): string[] {
  return Object.keys(matrix.routes).filter((route) =>
    RANGED.some((setting) => limitOf(setting, matrix, route, own) !== undefined),
  );
}
