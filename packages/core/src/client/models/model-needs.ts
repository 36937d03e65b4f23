import type { Capability, CapabilityMatrix, ChatFeature } from '../../contract/capability.js';
import type { Plan } from '../../contract/plan.js';
import { dependsOnModel } from '../../capability/support.js';
import type { WithModel } from '../../provider/provider.js';
import type { ModelRequest } from '../client-parts.js';

/** The fields of a request on which the model decides. */
export interface AnyRequest {
  readonly model?: string | undefined;
  readonly reasoning?: string | undefined;
  readonly tools?: readonly unknown[] | undefined;
}

/** The requirements of a request of one model. */
export interface ModelNeeds {
  readonly model: string;
  readonly capability: Capability;
  readonly features: readonly ChatFeature[];
}

/** Returns what a request needs of its model. */
export function needsOf(
  { capability, features }: ModelRequest<unknown>,
  { model, tools = [] }: WithModel<AnyRequest>,
): ModelNeeds {
  const needed = tools.length > 0 ? features : features.filter((feature) => feature !== 'tools');
  return { model, capability, features: needed };
}

/** True if the request is refused, and its model is a reason. */
export function isRefusedByModel({ route, missing }: Plan): boolean {
  return route === undefined && missing.some(({ model }) => model !== undefined);
}

/**
 * Returns the routes that refuse for a model what one of them has refused, or `undefined` for all routes. If the feature depends on the model on
 * that route, another route on which it does not may still serve it: LM Studio's OpenAI-compatible API accepts `reasoning` for every model.
 */
export function refusingRoutes(
  { routes }: CapabilityMatrix,
  feature: Capability | ChatFeature,
  refused: string,
): readonly string[] | undefined {
  if (!dependsOnModel(routes[refused]?.[feature])) return undefined;
  const names = Object.keys(routes);
  const refusing = names.filter((name) => dependsOnModel(routes[name]?.[feature]));
  return refusing.length === names.length ? undefined : refusing;
}
