import type { TokenCount } from '../../contract/context-overflow.js';
import type { Message } from '../../contract/message.js';
import { supportOf } from '../../capability/support.js';
import type { LmError } from '../../errors/lm-error.js';
import { trimHistory } from '../../tokens/trim-history.js';
import type { ClientInternals } from '../client-internals.js';
import { reserveOf, withMessages, withSignal, withWarnings, type ChatToFit } from './chat-to-fit.js';
import { countInput } from './count-prompt.js';
import { overflowError, trimmedWarning } from './overflow-messages.js';

/** Share of the bound of an estimate that is added to it at first. The server rejects what is still too long, which costs less than trimming too much. */
const FIRST_MARGIN = 0.25;

/** Maximum number of times that a trimmed chat is trimmed further, because the server still rejects it. Then, only what is always kept is left. */
export const MAX_REFUSALS = 4;

/** The share of its tokens to which a prompt is trimmed after each rejection, if the context length is not known. */
const SHARES = [1, 0.75, 0.4, 0.1] as const;

/** Options of `trimChat`. */
export interface TrimChatOptions {
  /** The number of tokens of all messages. */
  readonly counted: TokenCount;
  /** Number of times that the server has rejected the prompt. */
  readonly refusals: number;
  /** The last error with which the server rejected it. */
  readonly refusal: LmError | undefined;
  readonly signal: AbortSignal;
}

/** True if the server can be told to reject a prompt that is too long, so that an estimate may be too low. */
function isRejectedByServer({ core }: ClientInternals, { call }: ChatToFit): boolean {
  return supportOf(core.parts.matrix.routes[call.route]?.contextOverflowError) !== 'no';
}

/** Returns the number of tokens that the prompt should not exceed, or `undefined` if it is not known. */
function limitOf(
  { request }: ChatToFit,
  { inputTokens, contextLength }: TokenCount,
  refusals: number,
): number | undefined {
  // The last attempt.
  if (refusals >= MAX_REFUSALS) return 0;
  if (contextLength !== undefined) return contextLength - reserveOf(request, contextLength);
  // The server rejected the prompt and does not report its context length.
  return refusals === 0 ? undefined : Math.floor(inputTokens * (SHARES[refusals] ?? 0));
}

/** Returns the share of the bound of an estimate that is added to it. It grows when the server rejects the prompt. */
function marginOf(
  internals: ClientInternals,
  prepared: ChatToFit,
  { contextLength }: TokenCount,
  refusals: number,
): number {
  // Both numbers that are compared are estimates then, so that their errors are similar.
  if (contextLength === undefined) return 0;
  return isRejectedByServer(internals, prepared) ? FIRST_MARGIN * 2 ** refusals : 1;
}

/**
 * Leaves out the oldest turns of a chat, so that it fits the context. A prompt that fits without room for the whole response is sent.
 *
 * @throws The error of the server or `context_overflow` if the prompt without its earlier turns is still too long.
 */
export async function trimChat(
  internals: ClientInternals,
  prepared: ChatToFit,
  { counted, refusals, refusal, signal }: TrimChatOptions,
): Promise<ChatToFit> {
  const { request } = prepared;
  const limit = limitOf(prepared, counted, refusals);
  if (limit === undefined) return prepared;
  const margin = marginOf(internals, prepared, counted, refusals);
  const upper = ({ inputTokens, bound }: TokenCount): number =>
    inputTokens + margin * (bound ?? (refusals * inputTokens) / 20);
  const countOf = (messages: readonly Message[]): Promise<TokenCount> =>
    countInput(internals, withSignal(withMessages(prepared, messages), signal), true);
  const { messages, removed, remaining } = await trimHistory(request.messages, {
    remaining: limit - upper(counted),
    count: async (kept) => upper(kept === request.messages ? counted : await countOf(kept)),
  });
  const { contextLength } = counted;
  // Without a context length, only the server knows whether they fit.
  if (remaining < 0 && contextLength !== undefined) {
    const least = { ...(await countOf(messages)), contextLength };
    // An estimate that may be too high is left to the server.
    if (least.inputTokens - (least.bound ?? 0) >= contextLength) {
      throw refusal ?? overflowError(request, least, internals.core, 'Even without its earlier turns, the prompt');
    }
  }
  if (removed.length === 0) return prepared;
  const warning = trimmedWarning(removed.length, counted, (length) => reserveOf(request, length));
  return withWarnings(withMessages(prepared, messages), [warning]);
}
