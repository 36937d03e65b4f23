import type { ChatRequest } from '../../contract/chat.js';
import type { ContextOverflowHandler, OverflowingChat } from '../../contract/context-overflow.js';
import type { Message } from '../../contract/message.js';
import { appendSentence } from '../../errors/edit-message.js';
import { isLmError } from '../../errors/guards.js';
import { LmError } from '../../errors/lm-error.js';
import { normalizeChatRequest } from '../../validate/check-requests.js';

/** Calls the function. An error that is not one of lmux becomes the cause of one. */
async function messagesOf(handler: ContextOverflowHandler, chat: OverflowingChat): Promise<readonly Message[]> {
  try {
    return await handler(chat);
  } catch (error) {
    if (isLmError(error)) throw error;
    throw new LmError('invalid_request', 'The function "options.contextOverflow" failed. Its error is in "cause".', {
      cause: error,
    });
  }
}

/**
 * Returns the request with the messages that the function of the caller returns for a chat that is too long.
 *
 * @throws The error of the function, or that of a request that is not valid with these messages.
 */
export async function callOverflowHandler(
  handler: ContextOverflowHandler,
  request: ChatRequest,
  chat: OverflowingChat,
): Promise<ChatRequest> {
  const messages = await messagesOf(handler, chat);
  try {
    return normalizeChatRequest({ ...request, messages });
  } catch (error) {
    if (isLmError(error)) appendSentence(error, 'The function "options.contextOverflow" returned these messages.');
    throw error;
  }
}
