import type { PromptMessage } from './reply.js';

/** Facts that can be extracted from a prompt without understanding it. */
export interface Hints {
  /** The first quoted text, or else the last run of capitalized words. Undefined if there is neither. */
  readonly phrase: string | undefined;
  /** The numbers, in order of occurrence. */
  readonly numbers: readonly number[];
  /** All words in lower case. */
  readonly words: ReadonlySet<string>;
}

const CAPITALIZED_RUN = /\p{Lu}[\p{L}\p{M}'’-]*(?: \p{Lu}[\p{L}\p{M}'’-]*)*/gu;

/** Extracts the hints of a prompt. */
export function readHints(prompt: string): Hints {
  const quoted = /["“]([^"”]{1,80})["”]/.exec(prompt)?.[1];
  // The first word of a sentence is always capitalized, so it does not count.
  const runs = [...prompt.matchAll(CAPITALIZED_RUN)].filter((run) => !/(^|[.!?]\s+)$/.test(prompt.slice(0, run.index)));
  return {
    phrase: quoted ?? runs.at(-1)?.[0],
    numbers: [...prompt.matchAll(/(?<![\p{L}\d.])-?\d+(?:\.\d+)?/gu)].map(([text]) => Number(text)),
    words: new Set(wordsOf(prompt)),
  };
}

/** Returns the words of a text, in lower case and in order. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

/** Returns the text of the last user message, or an empty string. */
export function lastUserText(messages: readonly PromptMessage[]): string {
  return messages.findLast(({ role }) => role === 'user')?.text ?? '';
}
