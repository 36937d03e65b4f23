import type { CapabilityMatrix, RouteLimits } from '../contract/capability.js';
import type { MissingFeature, Plan, PlanFact } from '../contract/plan.js';
import { CapabilityError } from '../errors/capability-error.js';
import { maskSecrets } from '../errors/redact.js';
import { didYouMean } from '../validate/check.js';
import { isDroppable } from './drop-features.js';
import { canBeEmulated } from './emulation-planner.js';
import { fieldsOf } from './requested-features.js';
import { outOfRange, type RangedValues } from './route-limits.js';
import { cellOf, noteOf, supportOf } from './support.js';

/** Formats a list of quoted names: `"a"`, `"a" and "b"`, `"a", "b" and "c"`. */
function listed(items: readonly string[], last = 'and'): string {
  return joined(
    items.map((item) => `"${item}"`),
    last,
  );
}

function joined(items: readonly string[], last: string): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)}`;
}

/** Returns the name of a feature, followed by the request fields that require it if they have other names: `"ttl" ("ttlSeconds")`. */
function nameOf({ feature }: MissingFeature): string {
  const fields = fieldsOf(feature).filter((field) => field !== feature);
  return fields.length === 0 ? `"${feature}"` : `"${feature}" (${fields.map((field) => `"${field}"`).join(', ')})`;
}

/** The values of a request and the limits of the client, from which the routes that accept the values follow. */
export interface RequestedValues {
  readonly values: RangedValues;
  readonly limits?: RouteLimits | undefined;
  /** `step` of what emulates tools. `undefined` if nothing does. */
  readonly emulationStep?: ((lacks: readonly (readonly string[])[], plan: Plan) => string | undefined) | undefined;
  /** Ids of models of the same server that support the request, if its model does not. */
  readonly models?: readonly string[] | undefined;
}

/** Names where a fact about a model comes from. */
const ORIGINS: { readonly [Source in PlanFact['source']]: string } = {
  server: 'according to the server',
  override: 'according to "models" in the configuration',
  learned: 'since the server refused an earlier request with it',
};

/** Describes what the model does not support. Features with the same origin share a sentence. */
function modelReasons({ missing, facts }: Plan): string[] {
  const byOrigin = new Map<string, MissingFeature[]>();
  for (const item of missing) {
    const fact = facts.find(({ feature }) => feature === item.feature);
    if (item.model === undefined || fact === undefined) continue;
    byOrigin.set(ORIGINS[fact.source], [...(byOrigin.get(ORIGINS[fact.source]) ?? []), item]);
  }
  return [...byOrigin].map(
    ([origin, items]) =>
      `Model "${maskSecrets(items[0]?.model ?? '')}" does not support ${joined(items.map(nameOf), 'or')}, ${origin}.`,
  );
}

/** Returns the step that leads to another model. */
function modelAdvice({ missing, facts }: Plan, models: readonly string[]): string[] {
  const features = new Set(missing.filter(({ model }) => model !== undefined).map(({ feature }) => feature));
  if (features.size === 0) return [];
  const steps =
    models.length === 0
      ? ['Use a model that supports the request.']
      : [
          `Use ${listed(
            models.map((model) => maskSecrets(model)),
            'or',
          )} of this server.`,
        ];
  const isLearned = facts.some(({ feature, source }) => source === 'learned' && features.has(feature));
  return isLearned ? [...steps, 'To try it again, call models.describe() with { refresh: true }.'] : steps;
}

/** Returns the routes of the provider that support a feature or may support it, including those that were not requested. */
function routesWith(matrix: CapabilityMatrix, feature: string): string[] {
  return Object.keys(matrix.routes).filter((route) => supportOf(cellOf(matrix, route, feature)) !== 'no');
}

/** Describes a value that is out of the range of routes. It may be shown, since it is a number. */
function rangeReason({ feature, routes, outOfRange: outside }: MissingFeature): string[] {
  if (outside === undefined) return [];
  const on = `${routes.length === 1 ? 'route' : 'routes'} ${listed(routes)}`;
  return [`"${feature}" must be a number from ${outside.range.join(' to ')} on ${on}; received ${outside.value}.`];
}

/** Describes what prevents the request on which route. Features with the same reason share a sentence, to keep the message short. */
function reasons(plan: Plan, matrix: CapabilityMatrix): string {
  const groups = new Map<string, { readonly items: MissingFeature[]; readonly having: string[] }>();
  for (const item of plan.missing) {
    if (item.outOfRange !== undefined || item.model !== undefined) continue;
    const having = routesWith(matrix, item.feature);
    const key = JSON.stringify([having, having.length > 0 ? item.routes : noteOfMissing(item, matrix)]);
    const group = groups.get(key) ?? { items: [], having };
    group.items.push(item);
    groups.set(key, group);
  }
  const sentences = [...groups.values()].map(({ items, having }) => {
    const one = items.length === 1;
    const features = joined(items.map(nameOf), 'and');
    const [first] = items;
    if (having.length > 0 && first !== undefined) {
      return `${features} ${one ? 'is' : 'are'} supported by route ${listed(having)}, not by ${listed(first.routes, 'or')}.`;
    }
    const note = first === undefined ? undefined : noteOfMissing(first, matrix);
    return `${features} ${one ? 'is' : 'are'} not supported by any of its routes${note === undefined ? '' : ` (${note})`}.`;
  });
  return [...modelReasons(plan), ...sentences, ...plan.missing.flatMap(rangeReason)].join(' ');
}

/** Returns the note of a missing feature without its final period, since it is shown in parentheses. */
function noteOfMissing({ feature, routes }: MissingFeature, matrix: CapabilityMatrix): string | undefined {
  return noteOf(cellOf(matrix, routes[0] ?? '', feature))?.replace(/\.$/, '');
}

/** Returns the step that makes emulated tools available, if a route could serve the request with them. */
function stepToEmulate(lacks: readonly unknown[]): string | undefined {
  if (lacks.length === 0) return undefined;
  return 'Pass the plugin emulatedTools of "@lmux/core/emulated-tools" in "plugins" to emulate tools.';
}

/** Returns the steps with which the caller can avoid the error. */
function advice(
  plan: Plan,
  matrix: CapabilityMatrix,
  forced: string | undefined,
  requestedValues: RequestedValues,
): string {
  const { values, limits, emulationStep = stepToEmulate, models = [] } = requestedValues;
  const missingOn = (route: string): MissingFeature[] => plan.missing.filter(({ routes }) => routes.includes(route));
  const requested = [plan.capability, ...plan.features];
  const able = Object.keys(matrix.routes).filter(
    (route) =>
      requested.every((feature) => routesWith(matrix, feature).includes(route)) &&
      missingOn(route).length === 0 &&
      outOfRange(values, matrix, route, limits).length === 0,
  );
  const steps = modelAdvice(plan, models);
  const isModel = plan.missing.some(({ model }) => model !== undefined);
  if (forced !== undefined && able.length > 0 && !isModel)
    steps.push(`Remove "options.route" to use route ${listed(able, 'or')}.`);
  const tried = forced === undefined ? Object.keys(matrix.routes) : [forced];
  const lacking = tried
    .filter((route) => supportOf(cellOf(matrix, route, 'jsonSchema')) !== 'no')
    .map((route) => missingOn(route).map(({ feature }) => feature))
    .filter((lacks) => lacks.length > 0 && lacks.every(canBeEmulated));
  const step = emulationStep(lacking, plan);
  if (step !== undefined) steps.push(step);
  if (tried.some((route) => missingOn(route).every(({ feature }) => isDroppable(feature)))) {
    steps.push('Set "onUnsupported" to "warn" to drop unsupported settings.');
  }
  const byValue = tried.map(missingOn).find((missing) => missing.every((item) => item.outOfRange !== undefined)) ?? [];
  if (byValue.length > 0) {
    const settings = byValue.map(({ feature }) => feature);
    const own = listed(settings.map((setting) => `limits.${setting}`));
    steps.push(`Change ${listed(settings)}, or set ${own} in the configuration if the server accepts the value.`);
  }
  if (plan.supportedBy.length === 1)
    steps.push(`Use provider ${listed(plan.supportedBy)}, which has a route for the request.`);
  if (plan.supportedBy.length > 1) {
    steps.push(`Use one of the providers ${listed(plan.supportedBy, 'or')}, which have a route for the request.`);
  }
  if (steps.length > 0) return steps.join(' ');
  const change = plan.missing.length > 1 ? 'Change or split' : 'Change';
  return `No other registered provider has a route for the request. ${change} the request, or register another provider.`;
}

/** Describes a route that does not exist. Other providers would not help, since the request itself may be supported. */
function unknownRoute(route: string, matrix: CapabilityMatrix): string {
  const routes = Object.keys(matrix.routes);
  const are = routes.length === 1 ? 'Its only route is' : 'Its routes are';
  const remedy = didYouMean(route, routes) || ' Use one of them, or remove "options.route".';
  return `It has no route "${route}". ${are} ${listed(routes)}.${remedy}`;
}

/** Creates the error for a plan that found no route. Its message names the missing features, the providers that have a route for them, and the next step. */
export function createCapabilityError(
  plan: Plan,
  matrix: CapabilityMatrix,
  route: string | undefined,
  requestedValues: RequestedValues,
): CapabilityError {
  const { provider } = matrix;
  const isUnknown = route !== undefined && !Object.hasOwn(matrix.routes, route);
  const what = isUnknown
    ? unknownRoute(route, matrix)
    : `${reasons(plan, matrix)} ${advice(plan, matrix, route, requestedValues)}`;
  return new CapabilityError(
    `Provider "${provider}" cannot serve this ${plan.capability} request. ${what} Nothing was sent.`,
    { provider, missing: plan.missing, supportedBy: plan.supportedBy, models: requestedValues.models },
  );
}
