import type { Capability, CapabilityMatrix, ChatFeature } from '../contract/capability.js';
import type { MissingFeature, Plan } from '../contract/plan.js';
import { CapabilityError } from '../errors/capability-error.js';
import { isDroppable } from './drop-features.js';
import { noteOf, supportOf } from './support.js';

/** Returns a list in words: `a`, `a and b`, `a, b and c`. */
function listed(items: readonly string[], last = 'and'): string {
  const quoted = items.map((item) => `"${item}"`);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} ${last} ${quoted.at(-1)}`;
}

/** Returns the routes of the provider that support a feature or may support it, also those that were not requested. */
function routesWith(matrix: CapabilityMatrix, feature: Capability | ChatFeature): string[] {
  return Object.keys(matrix.routes).filter((route) => supportOf(matrix.routes[route]?.[feature]) !== 'no');
}

/** Returns what is missing where. Features with the same reason are listed together, since a message is too short to list each alone. */
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
        return `${features} ${one ? 'belongs' : 'belong'} to route ${listed(having)}, not ${listed(first.routes, 'or')}`;
      }
      const note = first === undefined ? undefined : noteOfMissing(first, matrix);
      return `${features} ${one ? 'is' : 'are'} on none of its routes${note === undefined ? '' : ` (${note})`}`;
    })
    .join('; ');
}

function noteOfMissing({ feature, routes }: MissingFeature, matrix: CapabilityMatrix): string | undefined {
  return noteOf(matrix.routes[routes[0] ?? '']?.[feature]);
}

/** Returns what the caller can do about it. */
function advice(plan: Plan, matrix: CapabilityMatrix, forced: string | undefined): string {
  const missingOn = (route: string): MissingFeature[] => plan.missing.filter(({ routes }) => routes.includes(route));
  const requested = [plan.capability, ...plan.features];
  const able = Object.keys(matrix.routes).filter((route) =>
    requested.every((feature) => routesWith(matrix, feature).includes(route)),
  );
  const steps: string[] = [];
  if (forced !== undefined && able.length > 0)
    steps.push(`Without options.route, ${listed(able, 'or')} would serve it.`);
  const tried = forced === undefined ? Object.keys(matrix.routes) : [forced];
  if (tried.some((route) => missingOn(route).every(({ feature }) => isDroppable(feature)))) {
    steps.push('onUnsupported "warn" would leave it out.');
  }
  if (plan.supportedBy.length > 0) steps.push(`Registered and able: ${listed(plan.supportedBy, 'or')}.`);
  if (steps.length > 0) return steps.join(' ');
  return 'No registered provider can do all of it: leave it out, split the request, or register one that can.';
}

/** Returns the error of a plan that found no route: what is missing where, which provider supports it, and what to do. */
export function createCapabilityError(
  plan: Plan,
  matrix: CapabilityMatrix,
  route: string | undefined,
): CapabilityError {
  const { provider } = matrix;
  const unknownRoute = route !== undefined && !Object.hasOwn(matrix.routes, route);
  const what = unknownRoute
    ? `it has no route "${route}" (it has ${listed(Object.keys(matrix.routes))})`
    : reasons(plan, matrix);
  return new CapabilityError(
    `Provider "${provider}" cannot serve this ${plan.capability} request: ${what}. ${advice(plan, matrix, route)} Nothing was sent.`,
    { provider, missing: plan.missing, supportedBy: plan.supportedBy },
  );
}
