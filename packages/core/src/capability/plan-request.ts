import type { OnUnsupported } from '../contract/call-options.js';
import type { Capability, CapabilityMatrix, ChatFeature } from '../contract/capability.js';
import type { MissingFeature, Plan } from '../contract/plan.js';
import type { Warning } from '../contract/warning.js';
import { isDroppable } from './drop-features.js';
import { supportOf } from './support.js';

/** The input of `planRequest`: a request, reduced to what the plan depends on. */
export interface PlanInput {
  readonly capability: Capability;
  readonly features: readonly ChatFeature[];
  readonly onUnsupported: OnUnsupported;
  /** The only route that may be used. Default: any route. */
  readonly route?: string | undefined;
  /** Matrices of the other registered providers, to name those that support the request. */
  readonly others: readonly CapabilityMatrix[];
}

type Requested = Capability | ChatFeature;

/** The requested features that a route does not support, and those that it may or may not support. */
interface RouteFit {
  readonly route: string;
  readonly lacks: readonly Requested[];
  readonly unverified: readonly Requested[];
}

function fitOf(matrix: CapabilityMatrix, route: string, requested: readonly Requested[]): RouteFit {
  const cells = matrix.routes[route];
  return {
    route,
    lacks: requested.filter((item) => supportOf(cells?.[item]) === 'no'),
    unverified: requested.filter((item) => supportOf(cells?.[item]) === 'unknown'),
  };
}

/** Returns the fit of a route that does not exist: it lacks every requested feature. */
function missingRoute(route: string, requested: readonly Requested[]): RouteFit {
  return { route, lacks: requested, unverified: [] };
}

/** Returns the first route that is known to support everything, or else the first that may. */
function firstComplete(fits: readonly RouteFit[]): RouteFit | undefined {
  const complete = fits.filter((fit) => fit.lacks.length === 0);
  return complete.find((fit) => fit.unverified.length === 0) ?? complete[0];
}

function canServe(matrix: CapabilityMatrix, requested: readonly Requested[]): boolean {
  return Object.keys(matrix.routes).some((route) => fitOf(matrix, route, requested).lacks.length === 0);
}

function missingOf(fits: readonly RouteFit[], requested: readonly Requested[]): MissingFeature[] {
  const missing: MissingFeature[] = [];
  for (const feature of requested) {
    const routes = fits.filter((fit) => fit.lacks.includes(feature)).map((fit) => fit.route);
    if (routes.length > 0) missing.push({ feature, routes });
  }
  return missing;
}

function droppedWarning(feature: string, provider: string, route: string): Warning {
  return {
    code: 'feature_dropped',
    feature,
    message: `"${feature}" was dropped because route "${route}" of provider "${provider}" does not support it.`,
  };
}

/**
 * Plans a request: the route that serves it and the features that are dropped, or the features that no route supports and the other
 * providers that do. A pure function.
 */
export function planRequest(matrix: CapabilityMatrix, input: PlanInput): Plan {
  const { capability, features, onUnsupported } = input;
  const requested: Requested[] = [capability, ...features];
  const routes = Object.keys(matrix.routes).filter((route) => input.route === undefined || route === input.route);
  const fits = routes.map((route) => fitOf(matrix, route, requested));
  const base = { capability, features, dropped: [], unverified: [], warnings: [], missing: [], supportedBy: [] };

  const complete = firstComplete(fits);
  if (complete !== undefined) return { ...base, route: complete.route, unverified: complete.unverified };

  if (onUnsupported !== 'error') {
    const partial = fits.filter((fit) => fit.lacks.every(isDroppable));
    // The route that drops the fewest features. The provider's order of routes decides between equals.
    const best = partial.toSorted((a, b) => a.lacks.length - b.lacks.length)[0];
    if (best !== undefined) {
      const dropped = best.lacks as ChatFeature[];
      const warnings =
        onUnsupported === 'warn' ? dropped.map((feature) => droppedWarning(feature, matrix.provider, best.route)) : [];
      return { ...base, route: best.route, dropped, unverified: best.unverified, warnings };
    }
  }
  return {
    ...base,
    route: undefined,
    // An empty list would mean that nothing is missing.
    missing: missingOf(fits.length > 0 ? fits : [missingRoute(input.route ?? '', requested)], requested),
    supportedBy: input.others.filter((other) => canServe(other, requested)).map((other) => other.provider),
  };
}
