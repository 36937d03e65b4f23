import type { ChatRequest } from '../contract/chat.js';
import type { TokenCount } from '../contract/context-overflow.js';
import type { Warning } from '../contract/warning.js';
import { LmError } from '../errors/lm-error.js';
import type { WithModel } from '../provider/provider.js';
import type { ClientCore } from './client-core.js';

/** Returns the error of a prompt that exceeds the context. Nothing was sent. */
export function overflowError(
  { model, maxOutputTokens }: WithModel<ChatRequest>,
  { inputTokens, contextLength, exact }: TokenCount,
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

/** Returns the warning of a chat whose oldest messages were left out. */
export function trimmedWarning(removed: number, { contextLength, inputTokens, exact }: TokenCount): Warning {
  const context = contextLength === undefined ? '' : ` of ${contextLength} tokens`;
  return {
    code: 'history_trimmed',
    message: `The ${removed} oldest messages were left out, because the prompt of ${exact ? '' : 'about '}${inputTokens} tokens does not fit the context${context}.`,
  };
}
