import type { Capability, ChatFeature } from '../../contract/capability.js';
import type { Plan } from '../../contract/plan.js';
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
