import type { Capability, ChatFeature } from '../contract/capability.js';
import { samplingFeatures } from './sampling-settings.js';

/** The capabilities and features before and after the sampling settings, which are features too. */
const BEFORE = [
  'chat',
  'chat.stream',
  'completion',
  'completion.stream',
  'embedding',
  'models.list',
  'models.running',
  'models.load',
  'models.loadProgress',
  'models.unload',
  'models.download',
  'models.downloadStatus',
  'models.describe',
  'models.delete',
  'tokens.count',
  'systemMessage',
  'assistantMessages',
  'tools',
  'toolChoice',
  'parallelToolCalls',
  'jsonObject',
  'jsonSchema',
  'imageInput',
  'reasoning',
] as const satisfies readonly (Capability | ChatFeature)[];

const AFTER = [
  'logprobs',
  'statefulChat',
  'integrations',
  'contextLength',
  'ttl',
  'contextOverflowError',
  'resume',
  'loadProgress',
  'promptProgress',
] as const satisfies readonly ChatFeature[];

/** Returns all capabilities and features that a matrix declares, in the order of the tables. */
export function featureNames(): (Capability | ChatFeature)[] {
  return [...BEFORE, ...samplingFeatures(), ...AFTER];
}
