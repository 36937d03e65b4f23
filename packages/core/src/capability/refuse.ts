import type { CapabilityMatrix } from '../contract/capability.js';
import type { Plan } from '../contract/plan.js';
import { CapabilityError } from '../errors/capability-error.js';
import { noteOf } from './support.js';

/** Words of a list: `a`, `a and b`, `a, b and c`. */
function listed(items: readonly string[], last = 'and'): string {
  const quoted = items.map((item) => `"${item}"`);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} ${last} ${quoted.at(-1)}`;
}

/** One sentence per thing that stands in the way: which routes lack it and which have it. */
function reasons(plan: Plan, matrix: CapabilityMatrix): string[] {
  const all = Object.keys(matrix.routes);
  return plan.missing.map(({ feature, routes }) => {
    const having = all.filter((route) => !routes.includes(route));
    if (having.length > 0) {
      return `"${feature}" belongs to route ${listed(having)}, not ${listed(routes, 'or')}`;
    }
    const note = noteOf(matrix.routes[routes[0] ?? '']?.[feature]);
    return `"${feature}" is on none of its routes${note === undefined ? '' : ` (${note})`}`;
  });
}

/** The error of a plan that found no route: what is missing where, who could do it, and what to do. */
export function capabilityError(plan: Plan, matrix: CapabilityMatrix, route: string | undefined): CapabilityError {
  const { provider } = matrix;
  const helpers = plan.supportedBy;
  const next =
    helpers.length > 0
      ? `Registered and able: ${listed(helpers, 'or')}.`
      : 'No registered provider can do all of it; leave it out, split the request, or register one that can.';
  const unknownRoute = route !== undefined && !Object.hasOwn(matrix.routes, route);
  const what = unknownRoute
    ? `it has no route "${route}" (it has ${listed(Object.keys(matrix.routes))})`
    : reasons(plan, matrix).join('; ');
  return new CapabilityError(
    `Provider "${provider}" cannot serve this ${plan.capability} request: ${what}. ${next} Nothing was sent.`,
    {
      provider,
      missing: plan.missing,
      supportedBy: helpers,
    },
  );
}
