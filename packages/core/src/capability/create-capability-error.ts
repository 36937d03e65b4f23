import type { Capability, CapabilityMatrix, ChatFeature } from '../contract/capability.js';
import type { MissingFeature, Plan } from '../contract/plan.js';
import { CapabilityError } from '../errors/capability-error.js';
import { isDroppable } from './drop-features.js';
import { noteOf, supportOf } from './support.js';

/** Formats a list of quoted names: `"a"`, `"a" and "b"`, `"a", "b" and "c"`. */
function listed(items: readonly string[], last = 'and'): string {
  const quoted = items.map((item) => `"${item}"`);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} ${last} ${quoted.at(-1)}`;
}

/** Returns the routes of the provider that support a feature or may support it, including those that were not requested. */
function routesWith(matrix: CapabilityMatrix, feature: Capability | ChatFeature): string[] {
  return Object.keys(matrix.routes).filter((route) => supportOf(matrix.routes[route]?.[feature]) !== 'no');
}

/** Describes which feature is missing on which route. Features with the same reason share a sentence, to keep the message short. */
function reasons(plan: Plan, matrix: CapabilityMatrix): string {
  const groups = new Map<string, { readonly items: MissingFeature[]; readonly having: string[] }>();
  for (const item of plan.missing) {
    const having = routesWith(matrix, item.feature);
    const key = JSON.stringify([having, having.length > 0 ? item.routes : noteOfMissing(item, matrix)]);
    const group = groups.get(key) ?? { items: [], having };
    group.items.push(item);
    groups.set(key, group);
  }
  return [...groups.values()]
    .map(({ items, having }) => {
      const one = items.length === 1;
      const features = listed(items.map((item) => item.feature));
      const [first] = items;
      if (having.length > 0 && first !== undefined) {
        return `${features} ${one ? 'is' : 'are'} supported by route ${listed(having)}, not by ${listed(first.routes, 'or')}.`;
      }
      const note = first === undefined ? undefined : noteOfMissing(first, matrix);
      return `${features} ${one ? 'is' : 'are'} not supported by any of its routes${note === undefined ? '' : ` (${note})`}.`;
    })
    .join(' ');
}

function noteOfMissing({ feature, routes }: MissingFeature, matrix: CapabilityMatrix): string | undefined {
  return noteOf(matrix.routes[routes[0] ?? '']?.[feature]);
}

/** Returns the steps with which the caller can avoid the error. */
function advice(plan: Plan, matrix: CapabilityMatrix, forced: string | undefined): string {
  const missingOn = (route: string): MissingFeature[] => plan.missing.filter(({ routes }) => routes.includes(route));
  const requested = [plan.capability, ...plan.features];
  const able = Object.keys(matrix.routes).filter((route) =>
    requested.every((feature) => routesWith(matrix, feature).includes(route)),
  );
  const steps: string[] = [];
  if (forced !== undefined && able.length > 0) steps.push(`Remove "options.route" to use route ${listed(able, 'or')}.`);
  const tried = forced === undefined ? Object.keys(matrix.routes) : [forced];
  if (tried.some((route) => missingOn(route).every(({ feature }) => isDroppable(feature)))) {
    steps.push('Set "onUnsupported" to "warn" to drop unsupported settings.');
  }
  if (plan.supportedBy.length > 0) steps.push(`Use provider ${listed(plan.supportedBy, 'or')}, which supports it.`);
  if (steps.length > 0) return steps.join(' ');
  return 'No registered provider supports the entire request. Change or split the request, or register another provider.';
}

/** Creates the error for a plan that found no route. Its message names the missing features, the providers that support them, and the next step. */
export function createCapabilityError(
  plan: Plan,
  matrix: CapabilityMatrix,
  route: string | undefined,
): CapabilityError {
  const { provider } = matrix;
  const unknownRoute = route !== undefined && !Object.hasOwn(matrix.routes, route);
  const what = unknownRoute
    ? `It has no route "${route}". Its routes are ${listed(Object.keys(matrix.routes))}.`
    : reasons(plan, matrix);
  return new CapabilityError(
    `Provider "${provider}" cannot serve this ${plan.capability} request. ${what} ${advice(plan, matrix, route)} Nothing was sent.`,
    { provider, missing: plan.missing, supportedBy: plan.supportedBy },
  );
}
