import type { LmError } from './lm-error.js';

/** Messages of servers by their errors. Not in the errors themselves, which programs show and log. */
const WORDS = /* @__PURE__ */ new WeakMap<LmError, string>();

/** Keeps the message of a server for an error that a prompt is too long, without the prompts that it quotes. The error has a shorter one. */
export function keepOverflowWords(error: LmError, words: string): void {
  WORDS.set(error, words);
}

/** Returns the message that was kept, or else that of the error. */
export function overflowWordsOf(error: LmError): string {
  return WORDS.get(error) ?? error.message;
}
