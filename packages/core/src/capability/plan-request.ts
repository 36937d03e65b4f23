import type { OnUnsupported } from '../contract/call-options.js';
import type { Capability, CapabilityMatrix, ChatFeature } from '../contract/capability.js';
import type { MissingFeature, Plan } from '../contract/plan.js';
import type { Warning } from '../contract/warning.js';
import { isDroppable } from './drop-features.js';
import { supportOf } from './support.js';

/** What is to be planned. */
export interface PlanQuestion {
  readonly capability: Capability;
  readonly features: readonly ChatFeature[];
  readonly onUnsupported: OnUnsupported;
  /** Take this route or none. */
  readonly route?: string | undefined;
  /** Matrices of the other registered providers, to say who could do it. */
  readonly others: readonly CapabilityMatrix[];
}

type Asked = Capability | ChatFeature;

/** What a route lacks of what is asked, and what it may lack. */
interface RouteFit {
  readonly route: string;
  readonly lacks: readonly Asked[];
  readonly unverified: readonly Asked[];
}

function fitOf(matrix: CapabilityMatrix, route: string, asked: readonly Asked[]): RouteFit {
  const cells = matrix.routes[route];
  return {
    route,
    lacks: asked.filter((item) => supportOf(cells?.[item]) === 'no'),
    unverified: asked.filter((item) => supportOf(cells?.[item]) === 'unknown'),
  };
}

/** A route that does not exist: it lacks all. */
function nowhere(route: string, asked: readonly Asked[]): RouteFit {
  return { route, lacks: asked, unverified: [] };
}

/** The first of the routes that can for sure, else the first that may. */
function firstFitting(fits: readonly RouteFit[], fitting: (fit: RouteFit) => boolean): RouteFit | undefined {
  const able = fits.filter(fitting);
  return able.find((fit) => fit.unverified.length === 0) ?? able[0];
}

function couldServe(matrix: CapabilityMatrix, asked: readonly Asked[]): boolean {
  return Object.keys(matrix.routes).some((route) => fitOf(matrix, route, asked).lacks.length === 0);
}

function missingOf(fits: readonly RouteFit[], asked: readonly Asked[]): MissingFeature[] {
  const missing: MissingFeature[] = [];
  for (const feature of asked) {
    const routes = fits.filter((fit) => fit.lacks.includes(feature)).map((fit) => fit.route);
    if (routes.length > 0) missing.push({ feature, routes });
  }
  return missing;
}

function droppedWarning(feature: string, provider: string, route: string): Warning {
  return {
    code: 'feature_dropped',
    feature,
    message: `"${feature}" was left out: route "${route}" of provider "${provider}" does not have it.`,
  };
}

/** Which route serves a request, and what happens on the way; or why none does and who could. Pure. */
export function planRequest(matrix: CapabilityMatrix, question: PlanQuestion): Plan {
  const { capability, features, onUnsupported } = question;
  const asked: Asked[] = [capability, ...features];
  const routes = Object.keys(matrix.routes).filter((route) => question.route === undefined || route === question.route);
  const fits = routes.map((route) => fitOf(matrix, route, asked));
  const base = { capability, features, dropped: [], unverified: [], warnings: [], missing: [], supportedBy: [] };

  const whole = firstFitting(fits, (fit) => fit.lacks.length === 0);
  if (whole !== undefined) return { ...base, route: whole.route, unverified: whole.unverified };

  if (onUnsupported !== 'error') {
    const lame = fits.filter((fit) => fit.lacks.every(isDroppable));
    // The route that loses least; the provider's preference decides between equals.
    const best = lame.toSorted((a, b) => a.lacks.length - b.lacks.length)[0];
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
    // A route that the provider does not have lacks everything; an empty list would say that nothing is in the way.
    missing: missingOf(fits.length > 0 ? fits : [nowhere(question.route ?? '', asked)], asked),
    supportedBy: question.others.filter((other) => couldServe(other, asked)).map((other) => other.provider),
  };
}
