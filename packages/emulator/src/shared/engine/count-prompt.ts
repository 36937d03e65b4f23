import type { OfferedTool, PromptMessage } from './reply.js';
import { countTokens } from './tokenize.js';

/** What a chat template adds to each message: its role and the marks around it. */
const TOKENS_PER_MESSAGE = 4;

/** Tokens of one image; real vision models take a few hundred. */
const TOKENS_PER_IMAGE = 256;

/** Tokens of the prompt that the messages and tools make up. */
export function countPrompt(messages: readonly PromptMessage[], tools: readonly OfferedTool[]): number {
  const inMessages = messages.map(
    ({ text, images }) => TOKENS_PER_MESSAGE + countTokens(text) + images * TOKENS_PER_IMAGE,
  );
  const inTools = tools.map((tool) => countTokens(JSON.stringify(tool)));
  return [...inMessages, ...inTools].reduce((sum, count) => sum + count, 0);
}
