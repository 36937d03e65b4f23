import type { ChatRequest } from '../contract/chat.js';
import type { TokenCount } from '../contract/context-overflow.js';
import { supportOf } from '../capability/support.js';
import { isLmError } from '../errors/guards.js';
import type { WithModel } from '../provider/provider.js';
import { methodOf } from './client-core.js';
import type { Prepared } from './client-parts.js';
import type { ClientInternals } from './client-internals.js';
import { estimatorOf, featuresOf, tokenKnowledgeOf } from './token-knowledge.js';

/** A chat whose tokens are counted. */
export type CountedCall = Pick<Prepared<WithModel<ChatRequest>>, 'request' | 'call'>;

/** Returns true if the server may be able to count the tokens of a chat. */
export function canCount({ core }: ClientInternals, { call }: CountedCall): boolean {
  const { matrix } = core.parts;
  const isSupported = supportOf(matrix.routes[call.route]?.['tokens.count']) !== 'no';
  return isSupported && !tokenKnowledgeOf(core).routesWithoutCount.has(call.route);
}

/** Returns the number of input tokens that the server counts, or `undefined` if it cannot, or only after loading the model. */
async function countExactly(
  internals: ClientInternals,
  { request, call }: CountedCall,
  load: boolean,
): Promise<number | undefined> {
  if (!canCount(internals, { request, call })) return undefined;
  const { core } = internals;
  const { provider, matrix } = core.parts;
  try {
    return await methodOf(provider, 'countTokens', matrix.provider)(request, { ...call, load });
  } catch (error) {
    // An older version of the server.
    if (!isLmError(error, 'not_found')) throw error;
    tokenKnowledgeOf(core).routesWithoutCount.add(call.route);
    return undefined;
  }
}

/**
 * Returns the context length in tokens with which the model of a chat runs, or `undefined` if it is not known. Asks the server, unless it has told.
 *
 * @param asks True to ask even if the configuration says that models are not to be looked up.
 */
async function contextLengthOf(
  { core, models }: ClientInternals,
  { request, call }: CountedCall,
  asks: boolean,
): Promise<number | undefined> {
  if (request.contextLength !== undefined) return request.contextLength;
  const { knowledge, lookups } = models.open();
  const known = knowledge.contextLengthOf(request.model);
  const isAllowed = asks || (core.parts.config.modelCapabilities ?? 'auto') === 'auto';
  if (known !== undefined || !isAllowed || !lookups.canDescribe()) return known;
  await lookups.lookUp(request.model, call.options, false);
  return knowledge.contextLengthOf(request.model);
}

/** Returns the number of input tokens of a chat: counted by the server if it can, or else estimated. */
export async function countInput(internals: ClientInternals, counted: CountedCall, load: boolean): Promise<TokenCount> {
  const inputTokens = await countExactly(internals, counted, load);
  return inputTokens === undefined
    ? estimatePrompt(internals, counted.request)
    : { inputTokens, exact: true, source: 'server' };
}

/** Like `countInput`, with the context length and what remains of it. */
export async function countPrompt(
  internals: ClientInternals,
  counted: CountedCall,
  load: boolean,
): Promise<TokenCount> {
  // First, because counting may load the model, which then has a context length.
  const count = await countInput(internals, counted, load);
  return withRemaining(count, counted.request, await contextLengthOf(internals, counted, load));
}

/** Returns the estimated number of input tokens of a chat. */
export function estimatePrompt(internals: ClientInternals, request: WithModel<ChatRequest>): TokenCount {
  const estimator = estimatorOf(internals, request.model);
  return {
    ...estimator.estimate(featuresOf(request)),
    exact: false,
    source: estimator.isLearned ? 'learned' : 'estimate',
  };
}

/** Adds the context length and what remains of it to a count. */
function withRemaining(
  count: TokenCount,
  { maxOutputTokens = 0 }: ChatRequest,
  contextLength: number | undefined,
): TokenCount {
  if (contextLength === undefined) return count;
  return { ...count, contextLength, remaining: contextLength - count.inputTokens - maxOutputTokens };
}
