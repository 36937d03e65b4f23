import type { LmError } from './lm-error.js';
import { cutText, MAX_MESSAGE_LENGTH } from './redact.js';

/** Replaces the message of an error, also in the first line of its stack, which the engine creates with the message. */
export function replaceMessage(error: LmError, message: string): void {
  const { message: before, stack } = error;
  error.message = message;
  if (stack !== undefined) error.stack = stack.replace(before, () => message);
}

/** Ends the message of an error with a sentence. The rest of the message is truncated if it is too long, the sentence never is. */
export function appendSentence(error: LmError, sentence: string, what = error.message): void {
  if (error.message.endsWith(sentence)) return;
  replaceMessage(error, `${cutText(what, MAX_MESSAGE_LENGTH - sentence.length - 1)} ${sentence}`);
}
