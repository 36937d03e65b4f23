import type { OfferedTool, PromptMessage } from './reply.js';

/**
 * Matches a word or a run of symbols with the space before it, or a run of whitespace. Runs are short, because a long
 * word
 * or a base64 string has several tokens in a real model.
 */
const TOKEN = / ?[\p{L}\p{M}\p{N}]{1,12}| ?[^\s\p{L}\p{M}\p{N}]{1,4}|\s{1,64}/gu;

/** Tokens that a chat template adds to each message, for its role and delimiters. */
const TOKENS_PER_MESSAGE = 4;

/** Tokens of one image. Real vision models use a few hundred. */
const TOKENS_PER_IMAGE = 256;

/** Splits a text into tokens. Joined, they are exactly the original text. */
export function tokenize(text: string): string[] {
  return text.match(TOKEN) ?? [];
}

/** Counts the tokens of `text`. */
export function countTokens(text: string): number {
  return tokenize(text).length;
}

/** Counts the tokens of the prompt made from the messages and tools. */
export function countPrompt(messages: readonly PromptMessage[], tools: readonly OfferedTool[]): number {
  const inMessages = messages.map(
    ({ text, images }) => TOKENS_PER_MESSAGE + countTokens(text) + images * TOKENS_PER_IMAGE,
  );
  const inTools = tools.map((tool) => countTokens(JSON.stringify(tool)));
  return [...inMessages, ...inTools].reduce((sum, count) => sum + count, 0);
}
