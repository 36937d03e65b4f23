import type { RouteCapabilities } from '../contract/capability.js';
import type { SamplingFeature } from '../contract/sampling.js';
import { samplingFeatures } from '../validate/sampling-settings.js';

/** The type of `DENIED_ROUTE`. Named because editors then show the name and not the cells. */
export interface DeniedRoute extends Readonly<Record<keyof RouteCapabilities, 'no'>> {}

function denyAll(): DeniedRoute {
  const settings = Object.fromEntries(samplingFeatures().map((feature) => [feature, 'no']));
  return {
    chat: 'no',
    'chat.stream': 'no',
    completion: 'no',
    'completion.stream': 'no',
    embedding: 'no',
    'models.list': 'no',
    'models.running': 'no',
    'models.load': 'no',
    'models.unload': 'no',
    'models.download': 'no',
    'models.downloadStatus': 'no',
    systemMessage: 'no',
    assistantMessages: 'no',
    tools: 'no',
    toolChoice: 'no',
    jsonObject: 'no',
    jsonSchema: 'no',
    imageInput: 'no',
    reasoning: 'no',
    ...(settings as { readonly [Feature in SamplingFeature]: 'no' }),
    logprobs: 'no',
    statefulChat: 'no',
    integrations: 'no',
    contextLength: 'no',
    ttl: 'no',
    resume: 'no',
    loadProgress: 'no',
    promptProgress: 'no',
  };
}

/**
 * The base of a route's cells: a route that supports nothing. Spread it and list what your route supports:
 * `{ ...DENIED_ROUTE, chat: 'yes' }`. A feature that a later release adds is then denied; without the base, it would be a type error.
 */
// Marked, so that bundlers leave it out where nothing reads it.
export const DENIED_ROUTE: DeniedRoute = /* @__PURE__ */ denyAll();
