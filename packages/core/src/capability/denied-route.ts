import type { Capability, ChatFeature } from '../contract/capability.js';
import type { SamplingFeature } from '../contract/sampling.js';
import { samplingFeatures } from '../validate/sampling-settings.js';

/** The type of `DENIED_ROUTE`. It has a name so that editors show the name instead of every cell. */
export interface DeniedRoute extends Readonly<Record<Capability | ChatFeature, 'no'>> {}

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
    'models.loadProgress': 'no',
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
 * A route that supports nothing, as the base of your route's cells. Spread it and list what your route supports:
 * `{ ...DENIED_ROUTE, chat: 'yes' }`. A feature that a later release adds is then denied. Without the base, it would be a type error.
 */
// The pure annotation lets bundlers drop the call when the constant is unused.
export const DENIED_ROUTE: DeniedRoute = /* @__PURE__ */ denyAll();
