import type { ChatRequest } from '../../contract/chat.js';
import type { TokenCount } from '../../contract/context-overflow.js';
import type { Warning } from '../../contract/warning.js';
import { appendSentence } from '../../errors/edit-message.js';
import { LmError } from '../../errors/lm-error.js';
import type { WithModel } from '../../provider/provider.js';
import type { ClientCore } from '../client-core.js';

/**
 * True if a prompt is known to exceed the context. One that fills it leaves no token for the response.
 *
 * @param estimates True if an estimate counts, with its bound, because the server may truncate the prompt.
 */
export function exceedsContext(
  counted: TokenCount,
  estimates = false,
): counted is TokenCount & { contextLength: number } {
  const { exact, inputTokens, bound = 0, contextLength } = counted;
  return (exact || estimates) && contextLength !== undefined && inputTokens - bound >= contextLength;
}

/** Returns the error of a prompt that exceeds the context. Nothing was sent. */
export function overflowError(
  { model, maxOutputTokens }: WithModel<ChatRequest>,
  { inputTokens, contextLength, exact }: TokenCount & { readonly contextLength: number },
  core: ClientCore,
  subject = 'The prompt',
): LmError {
  const output = maxOutputTokens === undefined ? '' : `, and "maxOutputTokens" is ${maxOutputTokens}`;
  return new LmError(
    'context_overflow',
    `${subject} has ${exact ? '' : 'about '}${inputTokens} tokens, but model "${model}" has a context of ${contextLength} tokens${output}. Shorten the messages, or load the model with a larger context. Nothing was sent.`,
    { provider: core.parts.matrix.provider },
  );
}

/** Adds the next step to the error of a stored chat that is too long, which is neither trimmed nor passed to a function of the caller. */
export function explainStoredChat(error: LmError): void {
  appendSentence(
    error,
    'The server has the earlier messages of the stored chat, so they cannot be left out. Start a new chat without "previousResponseId" with the messages to keep.',
  );
}

/**
 * Returns the warning of a chat whose oldest messages were left out.
 *
 * @param reserve Returns the number of tokens of a context that are left for the response.
 */
export function trimmedWarning(
  removed: number,
  { contextLength, inputTokens, exact }: TokenCount,
  reserve: (contextLength: number) => number,
): Warning {
  const context =
    contextLength === undefined
      ? ''
      : ` of ${contextLength} tokens, of which ${reserve(contextLength)} are left for the response`;
  return {
    code: 'history_trimmed',
    message: `The ${removed === 1 ? 'oldest message was' : `${removed} oldest messages were`} left out, because the prompt of ${exact ? '' : 'about '}${inputTokens} tokens does not fit the context${context}.`,
  };
}
