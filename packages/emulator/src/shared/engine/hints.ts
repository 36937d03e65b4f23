import type { PromptMessage } from './reply.js';

/** A value in a prompt. The words around it may name it: "3 days". */
export interface Hint<T> {
  readonly value: T;
  readonly isQuoted: boolean;
  /** The word before the value, in lower case, without words such as "of". */
  readonly before: string | undefined;
  /** The word after the value, in lower case. */
  readonly after: string | undefined;
}

/** Facts that can be extracted from a prompt without understanding it. */
export interface Hints {
  /** The prompt. */
  readonly text: string;
  /** The quoted texts and the runs of capitalized words, in order of occurrence. */
  readonly phrases: readonly Hint<string>[];
  /** The numbers, in order of occurrence. */
  readonly numbers: readonly Hint<number>[];
  /** The parts of the prompt between spaces, without punctuation around them, such as an address or a date. */
  readonly tokens: readonly string[];
  /** All words in lower case. */
  readonly words: ReadonlySet<string>;
}

const QUOTE = /["“]([^"”]{1,80})["”]/gu;
/** The first word of a sentence is always capitalized, so it does not count. */
const CAPITALIZED_RUN = /(?<!(?:^|[.!?]\s+)[^\s.!?]*)\p{Lu}[\p{L}\p{M}'’-]*(?: \p{Lu}[\p{L}\p{M}'’-]*)*/gu;
const NUMBER = /(?<![\p{L}\d.])-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gu;

/** Words between a name and its value, as in "a radius of 4". */
const FILLERS = new Set(['of', 'is', 'are', 'a', 'an', 'the']);

/** Number of characters at the end of a prompt that are read, because each value is looked at with the words around it. */
const MAX_PROMPT = 4000;

/** Extracts the hints of a prompt. */
export function readHints(text: string): Hints {
  const prompt = text.slice(-MAX_PROMPT);
  const quotes = [...prompt.matchAll(QUOTE)];
  const runs = [...prompt.matchAll(CAPITALIZED_RUN)].filter(
    ({ index }) => !quotes.some((quote) => index >= quote.index && index < quote.index + quote[0].length),
  );
  const phrases = [...quotes, ...runs].toSorted((a, b) => a.index - b.index);
  return {
    text,
    phrases: phrases.map((match) => toHint(prompt, match, match[1] ?? match[0])),
    numbers: [...prompt.matchAll(NUMBER)].map((match) => toHint(prompt, match, Number(match[0]))),
    tokens: prompt.split(/\s+/).flatMap((token) => token.replace(/^["“'(]+|[.,;:!?"”')]+$/gu, '') || []),
    words: new Set(wordsOf(prompt)),
  };
}

function toHint<T>(prompt: string, match: RegExpExecArray, value: T): Hint<T> {
  return {
    value,
    isQuoted: match[1] !== undefined,
    before: wordsOf(prompt.slice(0, match.index)).findLast((word) => !FILLERS.has(word)),
    after: wordsOf(prompt.slice(match.index + match[0].length))[0],
  };
}

/** Returns the words of a name such as `maxResults` or `unit_price`, in lower case. */
export function wordsOfName(name: string): string[] {
  return wordsOf(name.replace(/([a-z])([A-Z])/g, '$1 $2').replaceAll('_', ' '));
}

/** Returns the words of a text, in lower case and in order. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

/** Returns the text of the last user message, or an empty string. */
export function lastUserText(messages: readonly PromptMessage[]): string {
  return messages.findLast(({ role }) => role === 'user')?.text ?? '';
}
