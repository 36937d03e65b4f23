import type { PromptMessage } from './reply.js';

/** What can be read off a prompt without understanding it. */
export interface Hints {
  /** Quoted text, else the last run of capitalized words; undefined if there is neither. */
  readonly phrase: string | undefined;
  /** Numbers in the order in which they stand. */
  readonly numbers: readonly number[];
  /** Every word in lower case. */
  readonly words: ReadonlySet<string>;
}

const CAPITALIZED_RUN = /\p{Lu}[\p{L}\p{M}'’-]*(?: \p{Lu}[\p{L}\p{M}'’-]*)*/gu;

/** Reads the hints of a prompt. */
export function readHints(prompt: string): Hints {
  const quoted = /["“]([^"”]{1,80})["”]/.exec(prompt)?.[1];
  // The word at the start of a sentence is capitalized anyway, so it says nothing.
  const runs = [...prompt.matchAll(CAPITALIZED_RUN)].filter((run) => !/(^|[.!?]\s+)$/.test(prompt.slice(0, run.index)));
  return {
    phrase: quoted ?? runs.at(-1)?.[0],
    numbers: [...prompt.matchAll(/(?<![\p{L}\d.])-?\d+(?:\.\d+)?/gu)].map(([text]) => Number(text)),
    words: new Set(wordsOf(prompt)),
  };
}

/** The words of a text, in lower case and in order. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

/** Text of the last user message, or an empty string. */
export function lastUserText(messages: readonly PromptMessage[]): string {
  return messages.findLast(({ role }) => role === 'user')?.text ?? '';
}
