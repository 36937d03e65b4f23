import type { CapabilityMatrix, RangedSetting, RouteLimits, ValueRange } from '../contract/capability.js';

/** The values of a request for which a route may have a range. A request can be passed as it is. */
export type RangedValues = { readonly [Setting in RangedSetting]?: number | undefined };

/** A value that a route does not accept. */
export interface OutOfRange {
  readonly setting: RangedSetting;
  readonly value: number;
  readonly range: ValueRange;
}

/** The settings for which a route may have a range. A record, so that a missing one does not compile. */
const RANGED = Object.keys({
  temperature: true,
  topP: true,
  topK: true,
  minP: true,
  repeatPenalty: true,
  frequencyPenalty: true,
  presencePenalty: true,
} satisfies { readonly [Setting in RangedSetting]: true }) as RangedSetting[];

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

/** Returns the part of the ranges that all routes share, for each setting that has a range on any route. */
export function commonRanges(
  matrix: CapabilityMatrix,
  own: RouteLimits | undefined,
): (readonly [setting: RangedSetting, min: number, max: number])[] {
  return RANGED.flatMap((setting) => {
    const ranges = Object.keys(matrix.routes).flatMap((route) => {
      const range = limitOf(setting, matrix, route, own);
      return range === undefined ? [] : [range];
    });
    if (ranges.length === 0) return [];
    const min = Math.max(...ranges.map(([least]) => least));
    return [[setting, min, Math.min(...ranges.map(([, most]) => most))] as const];
  });
}
