import type { OnUnsupported } from '../contract/call-options.js';
import type { Capability, CapabilityMatrix, ChatFeature, RouteLimits, Support } from '../contract/capability.js';
import type { DescribedFeature } from '../contract/model-description.js';
import type { MissingFeature, Plan, PlanFact } from '../contract/plan.js';
import type { Warning } from '../contract/warning.js';
import { isDroppable } from './drop-features.js';
import { outOfRange, type OutOfRange, type RangedValues } from './route-limits.js';
import { supportOf } from './support.js';

/** What is known about a model, by the names of the matrix. */
export type ModelFacts = ReadonlyMap<string, DescribedFeature>;

/** The model of a request, and what is known about it. */
export interface PlannedModel {
  readonly id: string;
  readonly facts: ModelFacts;
}

/** The input of `planRequest`: a request, reduced to what the plan depends on. */
export interface PlanInput {
  readonly capability: Capability;
  readonly features: readonly ChatFeature[];
  /** The values of the request for which a route may have a range. Default: none. */
  readonly values?: RangedValues | undefined;
  /** The model, if anything is known about it. */
  readonly model?: PlannedModel | undefined;
  /** Limits of the client, which replace those of its routes. */
  readonly limits?: RouteLimits | undefined;
  readonly onUnsupported: OnUnsupported;
  /** The only route that may be used. Default: any route. */
  readonly route?: string | undefined;
  /** Matrices of the other registered providers, to name those that have a route for the request. */
  readonly others: readonly CapabilityMatrix[];
}

type Requested = Capability | ChatFeature;

/** The requirements of a request. */
interface Needs {
  readonly items: readonly Requested[];
  readonly values: RangedValues;
  readonly model?: PlannedModel | undefined;
}

/** The requirements that a route does not meet, and those that it may or may not meet. */
interface RouteFit {
  readonly route: string;
  readonly lacks: readonly Requested[];
  /** Those of `lacks` that the route supports, but not for this model. */
  readonly modelLacks: readonly Requested[];
  /** The values out of range, except for those of settings that the route lacks. */
  readonly exceeds: readonly OutOfRange[];
  readonly unverified: readonly Requested[];
}

/** Returns the support of a route for a model. What is known about the model decides, unless the route supports it for no model. */
function supportFor(
  { routes }: CapabilityMatrix,
  route: string,
  item: Requested,
  model: PlannedModel | undefined,
): Support {
  const declared = supportOf(routes[route]?.[item]);
  const fact = declared === 'no' ? undefined : model?.facts.get(item);
  if (fact === undefined || fact.routes?.includes(route) === false) return declared;
  return fact.value ? 'yes' : 'no';
}

function fitOf(
  matrix: CapabilityMatrix,
  route: string,
  { items, values, model }: Needs,
  limits?: RouteLimits,
): RouteFit {
  const cells = matrix.routes[route];
  const lacks = items.filter((item) => supportFor(matrix, route, item, model) === 'no');
  return {
    route,
    lacks,
    modelLacks: lacks.filter((item) => supportOf(cells?.[item]) !== 'no'),
    exceeds: outOfRange(values, matrix, route, limits).filter(({ setting }) => !lacks.some((item) => item === setting)),
    unverified: items.filter((item) => supportFor(matrix, route, item, model) === 'unknown'),
  };
}

/** Returns the fit of a route that does not exist: it lacks every requested feature. */
function missingRoute(route: string, { items }: Needs): RouteFit {
  return { route, lacks: items, modelLacks: [], exceeds: [], unverified: [] };
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

/** Returns true if another provider has a route for the requirements. What is known about the model is about this server only. */
function canServe(matrix: CapabilityMatrix, { items, values }: Needs): boolean {
  const routes = Object.keys(matrix.routes);
  return firstComplete(routes.map((route) => fitOf(matrix, route, { items, values }))) !== undefined;
}

function missingOf(fits: readonly RouteFit[], { items, model }: Needs): MissingFeature[] {
  const missing: MissingFeature[] = [];
  for (const feature of items) {
    const lacking = fits.filter((fit) => fit.lacks.includes(feature));
    if (lacking.length === 0) continue;
    const isModel = lacking.some((fit) => fit.modelLacks.includes(feature));
    missing.push({ feature, routes: lacking.map(({ route }) => route), ...(isModel && { model: model?.id }) });
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

function droppedWarning(feature: string, provider: string, { route, exceeds, modelLacks }: RouteFit): Warning {
  if (modelLacks.some((item) => item === feature)) {
    const message = `"${feature}" was dropped because the model does not support it.`;
    return { code: 'feature_dropped', feature, message };
  }
  const outside = exceeds.find(({ setting }) => setting === feature);
  const reason =
    outside === undefined
      ? `route "${route}" of provider "${provider}" does not support it`
      : `it is ${outside.value}, and route "${route}" of provider "${provider}" accepts ${outside.range.join(' to ')}`;
  return { code: 'feature_dropped', feature, message: `"${feature}" was dropped because ${reason}.` };
}

/** Returns what is known about the model for the requirements, in their order. */
function factsFor({ items, model }: Needs): PlanFact[] {
  return items.flatMap((feature) => {
    const fact = model?.facts.get(feature);
    // A copy, so that a caller who changes it does not change what is known.
    return fact === undefined ? [] : [{ feature, ...fact, checkedAt: new Date(fact.checkedAt) }];
  });
}

/**
 * Plans a request: the route that serves it and the features that are dropped, or the features that no route supports and the other
 * providers that have a route for it. A pure function.
 */
export function planRequest(matrix: CapabilityMatrix, input: PlanInput): Plan {
  const { capability, features, onUnsupported, values = {}, model } = input;
  const needs: Needs = { items: [capability, ...features], values, model };
  const routes = Object.keys(matrix.routes).filter((route) => input.route === undefined || route === input.route);
  const fits = routes.map((route) => fitOf(matrix, route, needs, input.limits));
  const base = {
    capability,
    features,
    emulated: [],
    dropped: [],
    unverified: [],
    warnings: [],
    missing: [],
    facts: factsFor(needs),
    supportedBy: [],
  };

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
