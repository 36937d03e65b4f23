import type { LmError } from './lm-error.js';
import { cutText, MAX_MESSAGE_LENGTH } from './redact.js';

/** Adds a sentence to the message of an error and to the first line of its stack, which the engine creates with the message. */
export function appendSentence(error: LmError, sentence: string): void {
  const { message, stack } = error;
  if (message.endsWith(sentence)) return;
  error.message = `${cutText(message, MAX_MESSAGE_LENGTH - sentence.length - 1)} ${sentence}`;
  if (stack !== undefined) error.stack = stack.replace(message, () => error.message);
}
