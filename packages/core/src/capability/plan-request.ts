import type { EmulateMode, OnUnsupported } from '../contract/call-options.js';
import type { Capability, CapabilityMatrix, ChatFeature, RouteLimits, Support } from '../contract/capability.js';
import type { DescribedFeature } from '../contract/model-description.js';
import type { MissingFeature, Plan, PlanFact } from '../contract/plan.js';
import type { Warning } from '../contract/warning.js';
import { isDroppable } from './drop-features.js';
import { emulationWarnings, featureSets, needsEmulation, REFUSED, type FeatureSet } from './emulated-features.js';
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
  /** Use of emulated tools. Default `never`. */
  readonly emulate?: EmulateMode | undefined;
  /** True if the request has tools, and not only a history with tool calls. Default false. */
  readonly hasTools?: boolean | undefined;
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

/** Returns true if another provider has a route for the request. What is known about the model is about this server only. */
function canServe(
  matrix: CapabilityMatrix,
  { capability, values = {} }: PlanInput,
  sets: readonly FeatureSet[],
): boolean {
  const routes = Object.keys(matrix.routes);
  return sets.some(({ features }) => {
    const needs = { items: [capability, ...features], values };
    return firstComplete(routes.map((route) => fitOf(matrix, route, needs))) !== undefined;
  });
}

/** A set of features, and the routes that may serve it. */
interface SetFits {
  readonly set: FeatureSet;
  readonly needs: Needs;
  readonly fits: readonly RouteFit[];
}

/** Returns the fits of each set. After the set without an emulation, only the routes that lack tools are considered. */
function fitSets(matrix: CapabilityMatrix, input: PlanInput, sets: readonly FeatureSet[]): SetFits[] {
  const { capability, values = {}, model, limits, route } = input;
  let routes = Object.keys(matrix.routes).filter((name) => route === undefined || name === route);
  return sets.map((set) => {
    const needs: Needs = { items: [capability, ...set.features], values, model };
    const fits = routes.map((name) => fitOf(matrix, name, needs, limits));
    if (set.emulated.length === 0) {
      routes = routes.filter((_, index) => needsEmulation(fits[index]?.lacks ?? []));
    }
    return { set, needs, fits };
  });
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

/** Returns the reason why tools are emulated, by the fit of the route without an emulation. */
function emulationReason({ lacks, modelLacks, route }: RouteFit, facts: ModelFacts | undefined): string {
  const feature = lacks.find((item) => needsEmulation([item]));
  if (feature === undefined) return '"emulate" is "always"';
  if (!modelLacks.includes(feature)) return `route "${route}" does not support "${feature}"`;
  return facts?.get(feature)?.source === 'learned' ? REFUSED : `the model does not support "${feature}"`;
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
  const { capability, features, onUnsupported, values = {}, model, emulate = 'never', hasTools = false } = input;
  const sets = featureSets(features, emulate, hasTools);
  const all = fitSets(matrix, input, sets);
  const requested: Needs = { items: [capability, ...features], values, model };
  const base = { capability, features, dropped: [], unverified: [], missing: [], supportedBy: [] };
  const planOf = ({ set }: SetFits, route: string): Plan => ({
    ...base,
    ...set,
    route,
    warnings: (all[0]?.fits ?? [])
      .filter((fit) => fit.route === route)
      .flatMap((fit) => emulationWarnings(set, emulationReason(fit, model?.facts))),
    facts: factsFor({ ...requested, items: [...new Set([capability, ...features, ...set.features])] }),
  });

  for (const tried of all) {
    const complete = firstComplete(tried.fits);
    if (complete !== undefined) {
      return { ...planOf(tried, complete.route), unverified: complete.unverified };
    }
  }
  for (const tried of onUnsupported === 'error' ? [] : all) {
    const partial = tried.fits.filter((fit) => obstacles(fit).every(isDroppable));
    // The route that drops the fewest features. The provider's order of routes decides between equals.
    const best = partial.toSorted((a, b) => obstacles(a).length - obstacles(b).length)[0];
    if (best !== undefined) {
      const dropped = obstacles(best) as ChatFeature[];
      const added =
        onUnsupported === 'warn' ? dropped.map((feature) => droppedWarning(feature, matrix.provider, best)) : [];
      const unverified = best.unverified.filter((item) => !dropped.some((feature) => feature === item));
      const plan = planOf(tried, best.route);
      return { ...plan, dropped, unverified, warnings: [...plan.warnings, ...added] };
    }
  }
  // The requirements without an emulation, unless it is always used.
  const [{ fits, needs } = { fits: [], needs: requested }] = emulate === 'always' ? all.toReversed() : all;
  return {
    ...base,
    emulated: [],
    route: undefined,
    warnings: [],
    facts: factsFor(needs),
    // An empty list would mean that nothing is missing.
    missing: missingOf(fits.length > 0 ? fits : [missingRoute(input.route ?? '', needs)], needs),
    supportedBy: input.others.filter((other) => canServe(other, input, sets)).map((other) => other.provider),
  };
}
