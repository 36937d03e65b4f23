import type { ChatRequest } from '../../contract/chat.js';
import type { TokenCount } from '../../contract/context-overflow.js';
import { supportOf } from '../../capability/support.js';
import { isLmError } from '../../errors/guards.js';
import { LmError } from '../../errors/lm-error.js';
import { optionalResult } from '../../provider/optional-result.js';
import type { WithModel } from '../../provider/provider.js';
import { isPositiveInteger, shown } from '../../validate/check.js';
import { methodOf } from '../method-of.js';
import type { Prepared } from '../client-parts.js';
import type { ClientInternals } from '../client-internals.js';
import { continuesStoredChat } from './chat-to-fit.js';
import { estimatorOf, featuresOf, isWithoutCount, noteWithoutCount } from './token-knowledge.js';

/** A chat whose tokens are counted. */
export type CountedCall = Pick<Prepared<WithModel<ChatRequest>>, 'request' | 'features' | 'emulated' | 'call'>;

/** Returns true if the server may be able to count the tokens of a chat. It would not count those of a stored chat that the request continues. */
export function canCount({ core }: ClientInternals, { request, call }: Pick<CountedCall, 'request' | 'call'>): boolean {
  if (continuesStoredChat(request)) return false;
  const { matrix } = core.parts;
  const isSupported = supportOf(matrix.routes[call.route]?.['tokens.count']) !== 'no';
  return isSupported && !isWithoutCount(core, call.route, request.model);
}

/** Checks the count of a provider, which another author may have written. A wrong one must not pass as exact. */
function checkCount(counted: unknown, provider: string): number {
  if (isPositiveInteger(counted) === undefined) return counted as number;
  const received = typeof counted === 'number' ? String(counted) : shown(counted);
  throw new LmError(
    'unexpected_response',
    `The number of input tokens that provider "${provider}" counted must be a positive integer; received ${received}. Check that "baseUrl" is the address of the right server.`,
    { provider },
  );
}

/** Returns the number of input tokens that the server counts, or `undefined` if it cannot, or only after loading the model. */
async function countExactly(
  internals: ClientInternals,
  { request, call }: Pick<CountedCall, 'request' | 'call'>,
  load: boolean,
): Promise<number | undefined> {
  if (!canCount(internals, { request, call })) return undefined;
  const { core } = internals;
  const { provider, matrix } = core.parts;
  try {
    const counted = await methodOf(provider, 'countTokens', matrix.provider)(request, { ...call, load });
    return counted === undefined ? undefined : checkCount(counted, matrix.provider);
  } catch (error) {
    // An older version of the server, or a proxy such as llama-swap whose other models may have the endpoint.
    if (!isLmError(error, 'not_found')) throw error;
    noteWithoutCount(core, call.route, request.model);
    return undefined;
  }
}

/** Returns the context length in tokens that a chat sets, or `undefined` if a loaded model may have another one. */
export function chosenContextLength({ core }: ClientInternals, { contextLength }: ChatRequest): number | undefined {
  return core.parts.provider.contextLengthApplies?.() === 'on-load' ? undefined : contextLength;
}

/**
 * Returns the context length in tokens with which the model of a chat runs, or `undefined` if it is not known. Requests a description of the
 * model, unless a recent one tells it or the configuration forbids lookups.
 *
 * @param maxAgeMs Age in ms from which a description is not recent. Default: one minute.
 */
export async function contextLengthOf(
  internals: ClientInternals,
  { request, call }: CountedCall,
  maxAgeMs?: number,
): Promise<number | undefined> {
  const chosen = chosenContextLength(internals, request);
  if (chosen !== undefined) return chosen;
  const { core, models } = internals;
  const { model } = request;
  const { knowledge, lookups } = models.open();
  const isAllowed = (core.parts.config.modelCapabilities ?? 'auto') === 'auto';
  if (isAllowed && !knowledge.isContextSettled(model, maxAgeMs)) await lookups.lookUp(model, call.options, false);
  // A model that is not loaded has none yet. The chat then loads it with the requested one.
  return knowledge.contextLengthOf(model) ?? request.contextLength;
}

/** Returns the request as it is sent: emulated tools are text. */
async function sentRequest({ core }: ClientInternals, counted: CountedCall): Promise<WithModel<ChatRequest>> {
  const { request, emulated } = counted;
  const sent = emulated.length > 0 ? await core.parts.emulation?.sentRequest(core.parts, counted) : undefined;
  return sent === undefined ? request : { ...sent, model: request.model };
}

/** What happens if the server fails while it counts. A chat is then fitted by an estimate, but `countTokens` rejects. */
type OnCountFailure = 'estimate' | 'reject';

/** Returns the number of input tokens of a chat: counted by the server if it can, or else estimated. */
export async function countInput(
  internals: ClientInternals,
  counted: CountedCall,
  load: boolean,
  onFailure: OnCountFailure = 'estimate',
): Promise<TokenCount> {
  const request = await sentRequest(internals, counted);
  const counting = countExactly(internals, { request, call: counted.call }, load);
  const inputTokens = await (onFailure === 'reject' ? counting : optionalResult(counting));
  return inputTokens === undefined
    ? estimatePrompt(internals, request)
    : { inputTokens, exact: true, source: 'server' };
}

/** Like `countInput`, with the context length and what remains of it. */
export async function countPrompt(
  internals: ClientInternals,
  counted: CountedCall,
  load: boolean,
  onFailure: OnCountFailure = 'estimate',
): Promise<TokenCount> {
  // First, because counting may load the model, which then has a context length.
  const count = await countInput(internals, counted, load, onFailure);
  const contextLength = await contextLengthOf(internals, counted);
  return contextLength === undefined ? count : withRemaining(count, counted.request, contextLength);
}

/** Returns the estimated number of input tokens of a chat. */
function estimatePrompt(internals: ClientInternals, request: WithModel<ChatRequest>): TokenCount {
  const estimator = estimatorOf(internals, request.model);
  return {
    ...estimator.estimate(featuresOf(request)),
    exact: false,
    source: estimator.isLearned ? 'learned' : 'estimate',
  };
}

/** Adds the context length and what remains of it to a count. */
export function withRemaining(
  count: TokenCount,
  { maxOutputTokens = 0 }: ChatRequest,
  contextLength: number,
): TokenCount {
  return { ...count, contextLength, remaining: contextLength - count.inputTokens - maxOutputTokens };
}
