import type { ContextOverflowHandler, OverflowingChat } from '../contract/context-overflow.js';
import type { Message } from '../contract/message.js';
import { isLmError } from '../errors/guards.js';
import { LmError } from '../errors/lm-error.js';

/** Calls the function of the caller. An error that is not one of lmux becomes the cause of one. */
export async function callOverflowHandler(
  handler: ContextOverflowHandler,
  chat: OverflowingChat,
): Promise<readonly Message[]> {
  try {
    return await handler(chat);
  } catch (error) {
    if (isLmError(error)) throw error;
    throw new LmError('invalid_request', 'The function "options.contextOverflow" failed. Its error is in "cause".', {
      cause: error,
    });
  }
}
