import type { OnUnsupported } from '../contract/call-options.js';
import type { Capability, CapabilityMatrix, ChatFeature, RouteLimits } from '../contract/capability.js';
import type { MissingFeature, Plan } from '../contract/plan.js';
import type { Warning } from '../contract/warning.js';
import { isDroppable } from './drop-features.js';
import { outOfRange, type OutOfRange, type RangedValues } from './route-limits.js';
import { supportOf } from './support.js';

/** The input of `planRequest`: a request, reduced to what the plan depends on. */
export interface PlanInput {
  readonly capability: Capability;
  readonly features: readonly ChatFeature[];
  /** The values of the request for which a route may have a range. Default: none. */
  readonly values?: RangedValues | undefined;
  /** Limits of the client, which replace those of its routes. */
  readonly limits?: RouteLimits | undefined;
  readonly onUnsupported: OnUnsupported;
  /** The only route that may be used. Default: any route. */
  readonly route?: string | undefined;
  /** Matrices of the other registered providers, to name those that support the request. */
  readonly others: readonly CapabilityMatrix[];
}

type Requested = Capability | ChatFeature;

/** The requirements of a request. */
interface Needs {
  readonly items: readonly Requested[];
  readonly values: RangedValues;
}

/** The requirements that a route does not meet, and those that it may or may not meet. */
interface RouteFit {
  readonly route: string;
  readonly lacks: readonly Requested[];
  /** The values out of range, except for those of settings that the route lacks. */
  readonly exceeds: readonly OutOfRange[];
  readonly unverified: readonly Requested[];
}

function fitOf(matrix: CapabilityMatrix, route: string, { items, values }: Needs, limits?: RouteLimits): RouteFit {
  const cells = matrix.routes[route];
  const lacks = items.filter((item) => supportOf(cells?.[item]) === 'no');
  return {
    route,
    lacks,
    exceeds: outOfRange(values, matrix, route, limits).filter(({ setting }) => !lacks.some((item) => item === setting)),
    unverified: items.filter((item) => supportOf(cells?.[item]) === 'unknown'),
  };
}

/** Returns the fit of a route that does not exist: it lacks every requested feature. */
function missingRoute(route: string, { items }: Needs): RouteFit {
  return { route, lacks: items, exceeds: [], unverified: [] };
}

/** Returns the features and settings that must be left out for a route. */
function obstacles({ lacks, exceeds }: RouteFit): string[] {
  return [...lacks, ...exceeds.map(({ setting }) => setting)];
}

/** Returns the first route that is known to support everything, or else the first that may. */
function firstComplete(fits: readonly RouteFit[]): RouteFit | undefined {
  const complete = fits.filter((fit) => fit.lacks.length === 0 && fit.exceeds.length === 0);
  return complete.find((fit) => fit.unverified.length === 0) ?? complete[0];
}

function canServe(matrix: CapabilityMatrix, needs: Needs): boolean {
  return firstComplete(Object.keys(matrix.routes).map((route) => fitOf(matrix, route, needs))) !== undefined;
}

function missingOf(fits: readonly RouteFit[], { items }: Needs): MissingFeature[] {
  const missing: MissingFeature[] = [];
  for (const feature of items) {
    const routes = fits.filter((fit) => fit.lacks.includes(feature)).map((fit) => fit.route);
    if (routes.length > 0) missing.push({ feature, routes });
  }
  const byRange = new Map<string, MissingFeature & { readonly routes: string[] }>();
  for (const { route, exceeds } of fits) {
    for (const { setting, value, range } of exceeds) {
      const key = `${setting} ${range.join(' ')}`;
      const entry = byRange.get(key) ?? { feature: setting, routes: [], outOfRange: { value, range } };
      entry.routes.push(route);
      byRange.set(key, entry);
    }
  }
  return [...missing, ...byRange.values()];
}

function droppedWarning(feature: string, provider: string, { route, exceeds }: RouteFit): Warning {
  const outside = exceeds.find(({ setting }) => setting === feature);
  const reason =
    outside === undefined
      ? `route "${route}" of provider "${provider}" does not support it`
      : `it is ${outside.value}, and route "${route}" of provider "${provider}" accepts ${outside.range.join(' to ')}`;
  return { code: 'feature_dropped', feature, message: `"${feature}" was dropped because ${reason}.` };
}

/**
 * Plans a request: the route that serves it and the features that are dropped, or the features that no route supports and the other
 * providers that do. A pure function.
 */
export function planRequest(matrix: CapabilityMatrix, input: PlanInput): Plan {
  const { capability, features, onUnsupported, values = {} } = input;
  const needs: Needs = { items: [capability, ...features], values };
  const routes = Object.keys(matrix.routes).filter((route) => input.route === undefined || route === input.route);
  const fits = routes.map((route) => fitOf(matrix, route, needs, input.limits));
  const base = { capability, features, dropped: [], unverified: [], warnings: [], missing: [], supportedBy: [] };

  const complete = firstComplete(fits);
  if (complete !== undefined) return { ...base, route: complete.route, unverified: complete.unverified };

  if (onUnsupported !== 'error') {
    const partial = fits.filter((fit) => obstacles(fit).every(isDroppable));
    // The route that drops the fewest features. The provider's order of routes decides between equals.
    const best = partial.toSorted((a, b) => obstacles(a).length - obstacles(b).length)[0];
    if (best !== undefined) {
      const dropped = obstacles(best) as ChatFeature[];
      const warnings =
        onUnsupported === 'warn' ? dropped.map((feature) => droppedWarning(feature, matrix.provider, best)) : [];
      const unverified = best.unverified.filter((item) => !dropped.some((feature) => feature === item));
      return { ...base, route: best.route, dropped, unverified, warnings };
    }
  }
  return {
    ...base,
    route: undefined,
    // An empty list would mean that nothing is missing.
    missing: missingOf(fits.length > 0 ? fits : [missingRoute(input.route ?? '', needs)], needs),
    supportedBy: input.others.filter((other) => canServe(other, needs)).map((other) => other.provider),
  };
}
