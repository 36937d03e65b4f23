import type { EmulationInput, PlanFunction } from '../capability/emulation-planner.js';
import { cellOf, supportOf } from '../capability/support.js';
import type { OnUnsupported } from '../contract/call-options.js';
import type { CapabilityMatrix } from '../contract/capability.js';
import type { Plan } from '../contract/plan.js';
import { emulatedSets, needsEmulation, type FeatureSet } from './emulated-features.js';
import { emulationWarning, REFUSED } from './emulation-warning.js';

/** Returns the reason why a route emulates tools. `native` is the plan without an emulation, which has no route. */
function reasonOf({ missing, facts }: Plan, matrix: CapabilityMatrix, route: string): string {
  const lack = missing.find(({ feature, routes }) => needsEmulation(feature) && routes.includes(route));
  const feature = lack?.feature ?? 'tools';
  if (supportOf(cellOf(matrix, route, feature)) === 'no') return `route "${route}" does not support "${feature}"`;
  const isLearned = facts.some((fact) => fact.feature === feature && fact.source === 'learned');
  return isLearned ? REFUSED : `the model does not support "${feature}"`;
}

/** Returns the matrix with only those routes that lack tools or their choice. On others, an emulation would replace nothing. */
function lackingRoutes(matrix: CapabilityMatrix, { missing }: Plan): CapabilityMatrix {
  const lacking = new Set(missing.filter(({ feature }) => needsEmulation(feature)).flatMap(({ routes }) => routes));
  const routes = Object.entries(matrix.routes).filter(([name]) => lacking.has(name));
  return { ...matrix, routes: Object.fromEntries(routes) };
}

/** Returns a plan whose route emulates tools, as the plan of the request. */
function emulatedPlan(plan: Plan, native: Plan, { emulated }: FeatureSet, reason: string | undefined): Plan {
  const known = new Set(native.facts.map(({ feature }) => feature));
  const warnings = reason === undefined ? plan.warnings : [emulationWarning(reason), ...plan.warnings];
  const facts = [...native.facts, ...plan.facts.filter(({ feature }) => !known.has(feature))];
  return { ...plan, emulated, warnings, facts };
}

/**
 * Plans a request that may have emulated tools: without an emulation if a route supports that, unless `emulate` is `always`, or else with one. Settings are
 * dropped only if neither works without that. A pure function.
 */
export function planEmulated(planRequest: PlanFunction, matrix: CapabilityMatrix, input: EmulationInput): Plan {
  const { features, onUnsupported, emulate, hasTools, others } = input;
  const native = planRequest(matrix, { ...input, onUnsupported: 'error' });
  const isAlways = emulate === 'always';
  if (native.route !== undefined && !isAlways) return native;
  const sets = emulate === 'never' ? [] : emulatedSets(features, hasTools);
  if (sets.length === 0) return planRequest(matrix, input);
  const usable = isAlways ? matrix : lackingRoutes(matrix, native);
  let refused: Plan[] = [];
  for (const unsupported of new Set<OnUnsupported>(['error', onUnsupported])) {
    const plan = unsupported === 'error' ? native : planRequest(matrix, input);
    if (!isAlways && plan.route !== undefined) return plan;
    refused = isAlways ? [] : [plan];
    for (const set of sets) {
      const planned = planRequest(usable, { ...input, features: set.features, onUnsupported: unsupported });
      const { route } = planned;
      if (route === undefined) {
        refused.push(planned);
        continue;
      }
      const reason = isAlways ? '"emulate" is "always"' : reasonOf(native, matrix, route);
      return emulatedPlan(planned, native, set, hasTools ? reason : undefined);
    }
  }
  // What is missing without an emulation, unless it is always used.
  const refusal = (isAlways ? refused.at(-1) : undefined) ?? native;
  const supportedBy = others
    .map(({ provider }) => provider)
    .filter((id) => refused.some((plan) => plan.supportedBy.includes(id)));
  return { ...refusal, features, supportedBy };
}
