import type { ChatRequest } from '../contract/chat.js';
import { jsonSchemaOf } from '../capability/json-schema-of.js';
import { jsonText } from '../json/json-text.js';
import type { WithModel } from '../provider/provider.js';
import { chatFeatures } from '../tokens/chat-features.js';
import { TokenEstimator } from '../tokens/token-estimator.js';
import type { FeatureCounts } from '../tokens/token-prior.js';
import type { ClientCore } from './client-core.js';
import type { ClientInternals } from './client-internals.js';

/** What a client has learned about the tokens of its models. */
export interface TokenKnowledge {
  /** Estimators by canonical name of the model. */
  readonly estimators: Map<string, TokenEstimator>;
  /** Routes whose server has no endpoint that counts. */
  readonly routesWithoutCount: Set<string>;
}

/** Not in the client itself, so that a bundle without functions that count does not contain the estimator. */
const KNOWLEDGE = /* @__PURE__ */ new WeakMap<ClientCore, TokenKnowledge>();

/** Returns what a client has learned about the tokens of its models. */
export function tokenKnowledgeOf(core: ClientCore): TokenKnowledge {
  const known = KNOWLEDGE.get(core) ?? { estimators: new Map(), routesWithoutCount: new Set() };
  KNOWLEDGE.set(core, known);
  return known;
}

/** Returns the features of the prompt of a chat. */
export function featuresOf(request: WithModel<ChatRequest>): FeatureCounts {
  return chatFeatures(request, ({ name, parameters }) =>
    parameters === undefined ? '' : (jsonText(jsonSchemaOf(parameters, `Tool "${name}", parameters`)) ?? ''),
  );
}

/** Learns the number of tokens of a prompt from something else than the usage of its response. */
export function learnTokens(internals: ClientInternals, request: WithModel<ChatRequest>, inputTokens: number): void {
  estimatorOf(internals, request.model).observe(featuresOf(request), inputTokens);
}

/** Returns the estimator of a model, after it has learned from the chats since the last call. */
export function estimatorOf({ core, usage }: ClientInternals, model: string): TokenEstimator {
  const { estimators } = tokenKnowledgeOf(core);
  const open = (name: string): TokenEstimator => {
    const canonical = core.canonicalName(name);
    const estimator = estimators.get(canonical) ?? new TokenEstimator();
    estimators.set(canonical, estimator);
    return estimator;
  };
  for (const { request, inputTokens } of usage.take()) open(request.model).observe(featuresOf(request), inputTokens);
  return open(model);
}
