import type { ChatFeature } from '../contract/capability.js';

/** Features that may be left out without changing what the request is about, with the field that asks for each. */
const DROPPABLE: { readonly [Feature in ChatFeature]?: string } = {
  topK: 'topK',
  minP: 'minP',
  repeatPenalty: 'repeatPenalty',
  frequencyPenalty: 'frequencyPenalty',
  presencePenalty: 'presencePenalty',
  seed: 'seed',
  logprobs: 'logprobs',
  ttl: 'ttlSeconds',
  // Asked for by an option: there is no field to leave out.
  resume: 'resume',
};

/** Whether a feature is a setting that can be left out: sampling, seed, logprobs, ttl, resume. Messages, tools, images and schemas never. */
export function isDroppable(feature: string): boolean {
  return Object.hasOwn(DROPPABLE, feature);
}

/** The request without the fields that ask for these features; the same object when there are none. */
export function dropFeatures<Request extends object>(request: Request, features: readonly ChatFeature[]): Request {
  if (features.length === 0) return request;
  const fields = new Set(features.map((feature) => DROPPABLE[feature]));
  return Object.fromEntries(Object.entries(request).filter(([field]) => !fields.has(field))) as Request;
}
