import type { RouteCapabilities } from '../contract/capability.js';

/** The type of `DENIED_ROUTE`. Named because editors then show the name and not the cells. */
export interface DeniedRoute extends Readonly<Record<keyof RouteCapabilities, 'no'>> {}

/**
 * A route that can do nothing. Spread it and say what yours can: `{ ...DENIED_ROUTE, chat: 'yes' }`; so a feature that a later release
 * adds is denied rather than a mistake of the compiler's.
 */
export const DENIED_ROUTE: DeniedRoute = {
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
  stop: 'no',
  seed: 'no',
  topK: 'no',
  minP: 'no',
  repeatPenalty: 'no',
  frequencyPenalty: 'no',
  presencePenalty: 'no',
  logprobs: 'no',
  statefulChat: 'no',
  integrations: 'no',
  contextLength: 'no',
  ttl: 'no',
  resume: 'no',
  loadProgress: 'no',
  promptProgress: 'no',
};
