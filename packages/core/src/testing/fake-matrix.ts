import type { RouteCapabilities } from '../contract/capability.js';

/** The type of `ABLE_ROUTE`. Named because editors then show the name and not the cells. */
export interface AbleRoute extends Readonly<Record<keyof RouteCapabilities, 'yes'>> {}

/** A route that can do everything. Spread it and deny what a test wants denied. */
export const ABLE_ROUTE: AbleRoute = {
  chat: 'yes',
  'chat.stream': 'yes',
  completion: 'yes',
  'completion.stream': 'yes',
  embedding: 'yes',
  'models.list': 'yes',
  'models.running': 'yes',
  'models.load': 'yes',
  'models.unload': 'yes',
  'models.download': 'yes',
  'models.downloadStatus': 'yes',
  systemMessage: 'yes',
  assistantMessages: 'yes',
  tools: 'yes',
  toolChoice: 'yes',
  jsonObject: 'yes',
  jsonSchema: 'yes',
  imageInput: 'yes',
  reasoning: 'yes',
  stop: 'yes',
  seed: 'yes',
  topK: 'yes',
  minP: 'yes',
  repeatPenalty: 'yes',
  frequencyPenalty: 'yes',
  presencePenalty: 'yes',
  logprobs: 'yes',
  statefulChat: 'yes',
  integrations: 'yes',
  contextLength: 'yes',
  ttl: 'yes',
  resume: 'yes',
  loadProgress: 'yes',
  promptProgress: 'yes',
};
