import type { OfferedTool, PromptMessage } from './reply.js';

/**
 * Words with the blank before them, runs of signs, runs of white space. Short runs only, so that a long word or a
 * base64 string costs several tokens as it does in a real model.
 */
const TOKEN = / ?[\p{L}\p{M}\p{N}]{1,12}| ?[^\s\p{L}\p{M}\p{N}]{1,4}|\s+/gu;

/** What a chat template adds to each message: its role and the marks around it. */
const TOKENS_PER_MESSAGE = 4;

/** Tokens of one image; real vision models take a few hundred. */
const TOKENS_PER_IMAGE = 256;

/** Splits text into tokens; joined again they give the text back exactly. */
export function tokenize(text: string): string[] {
  return text.match(TOKEN) ?? [];
}

/** How many tokens `text` has. */
export function countTokens(text: string): number {
  return tokenize(text).length;
}

/** Tokens of the prompt that the messages and tools make up. */
export function countPrompt(messages: readonly PromptMessage[], tools: readonly OfferedTool[]): number {
  const inMessages = messages.map(
    ({ text, images }) => TOKENS_PER_MESSAGE + countTokens(text) + images * TOKENS_PER_IMAGE,
  );
  const inTools = tools.map((tool) => countTokens(JSON.stringify(tool)));
  return [...inMessages, ...inTools].reduce((sum, count) => sum + count, 0);
}
