import type { ChatRequest } from '../../contract/chat.js';
import { toolSchemaOf } from '../../capability/tool-schema-of.js';
import { toJson } from '../../http/build-request.js';
import type { WithModel } from '../../provider/provider.js';
import { promptFeatures } from '../../tokens/prompt-features.js';
import { TokenEstimator } from '../../tokens/token-estimator.js';
import type { FeatureCounts } from '../../tokens/token-prior.js';
import type { ClientCore } from '../client-core.js';
import type { ClientInternals } from '../client-internals.js';
import type { CountedChat } from './usage-ring.js';

/** Maximum number of models about which something is kept. */
const MAX_MODELS = 1000;

/** What a client has learned about the tokens of its models. */
interface TokenKnowledge {
  /** Estimators by canonical name of the model. */
  readonly estimators: Map<string, TokenEstimator>;
  /** Keys of the models whose server has no endpoint that counts, with their routes. Behind a proxy, other models may have one. */
  readonly withoutCount: Set<string>;
}

/** Not in the client itself, so that a bundle without functions that count does not contain the estimator. */
const KNOWLEDGE = /* @__PURE__ */ new WeakMap<ClientCore, TokenKnowledge>();

/** Returns what a client has learned about the tokens of its models. */
function tokenKnowledgeOf(core: ClientCore): TokenKnowledge {
  const known = KNOWLEDGE.get(core) ?? { estimators: new Map(), withoutCount: new Set() };
  KNOWLEDGE.set(core, known);
  return known;
}

/** Removes the oldest entry before another one is added to as many as are kept. */
function makeRoom(kept: Map<string, unknown> | Set<string>): void {
  const [oldest] = kept.keys();
  if (oldest !== undefined && kept.size >= MAX_MODELS) kept.delete(oldest);
}

function countKey(core: ClientCore, route: string, model: string): string {
  return JSON.stringify([route, core.canonicalName(model)]);
}

/** Notes that the server has no endpoint that counts for a model on a route. */
export function noteWithoutCount(core: ClientCore, route: string, model: string): void {
  const { withoutCount } = tokenKnowledgeOf(core);
  makeRoom(withoutCount);
  withoutCount.add(countKey(core, route, model));
}

/** Returns true if the server has no endpoint that counts for a model on a route. */
export function isWithoutCount(core: ClientCore, route: string, model: string): boolean {
  const { withoutCount } = tokenKnowledgeOf(core);
  return withoutCount.size > 0 && withoutCount.has(countKey(core, route, model));
}

/**
 * Returns the features of the prompt of a chat.
 *
 * @throws `invalid_request` for parameters of a tool that JSON cannot express, with the error of the chat itself.
 */
export function featuresOf(request: WithModel<ChatRequest>): FeatureCounts {
  return promptFeatures(request, (tool) => {
    const schema = toolSchemaOf(tool);
    return schema === undefined ? '' : (toJson(schema) ?? '');
  });
}

/** Lets an estimator learn from a chat. The program may have made its messages invalid meanwhile, and the chat is then ignored. */
function observe(estimator: TokenEstimator, { request, inputTokens }: CountedChat): void {
  try {
    estimator.observe(featuresOf(request), inputTokens);
  } catch {
    // Learning only improves later estimates, so it must not fail the call that needs one.
  }
}

/** Learns the number of tokens of a prompt from something else than the usage of its response. */
export function learnTokens(internals: ClientInternals, request: WithModel<ChatRequest>, inputTokens: number): void {
  observe(estimatorOf(internals, request.model), { request, inputTokens });
}

/** Returns the estimator of a model, after it has learned from the chats since the last call. */
export function estimatorOf({ core, usage }: ClientInternals, model: string): TokenEstimator {
  const { estimators } = tokenKnowledgeOf(core);
  const open = (name: string): TokenEstimator => {
    const canonical = core.canonicalName(name);
    const known = estimators.get(canonical);
    if (known !== undefined) return known;
    makeRoom(estimators);
    const estimator = new TokenEstimator();
    estimators.set(canonical, estimator);
    return estimator;
  };
  for (const counted of usage.take()) observe(open(counted.request.model), counted);
  return open(model);
}
