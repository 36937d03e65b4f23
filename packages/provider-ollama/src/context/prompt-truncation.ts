import type { ChatRequest, CompletionRequest, Warning } from '@lmux/core/provider';

/** Prompts with fewer tokens are not checked, because they fit into any context length that is used in practice. */
const FEWEST_TOKENS = 256;

/** Maximum plausible number of characters per token, above which the prompt must have been truncated. Most texts have three to five. */
const MOST_CHARACTERS_PER_TOKEN = 16;
const FEWEST_CHARACTERS = 1024;

/** The size of a prompt. */
export interface PromptSize {
  /** Number of characters of all texts. */
  readonly characters: number;
  /** Number of characters of the oldest message that Ollama may drop, or 0 if there is none. */
  readonly oldest: number;
}

function charactersOf(content: unknown): number {
  if (typeof content === 'string') return content.length;
  if (!Array.isArray(content)) return 0;
  return content.reduce((sum: number, part: { text?: unknown }) => sum + charactersOf(part.text), 0);
}

/** Returns the size of the prompt of a request. */
export function promptSize(request: ChatRequest | CompletionRequest): PromptSize {
  if ('prompt' in request) return { characters: request.prompt.length, oldest: 0 };
  const all = request.messages.map(({ content }) => charactersOf(content));
  // Ollama keeps system messages and the last message.
  const oldest = request.messages.findIndex(({ role }) => role !== 'system');
  return {
    characters: all.reduce((sum, characters) => sum + characters, 0),
    oldest: oldest === -1 || oldest === all.length - 1 ? 0 : (all[oldest] ?? 0),
  };
}

/** True if the prompt is long enough to request the context length. */
export function mayBeTruncated(tokens: number | undefined): tokens is number {
  return tokens !== undefined && tokens >= FEWEST_TOKENS;
}

/**
 * True if the numbers indicate that the prompt was truncated. Ollama truncates a single text to the context length. From a chat it drops
 * entire messages, the oldest first, which leaves fewer tokens than the context length. A chat was therefore likely truncated if one more
 * such message would not fit.
 *
 * @param tokens Number of tokens that the model read.
 * @param contextLength Context length in tokens, if it is known.
 */
export function isTruncated(
  { characters, oldest }: PromptSize,
  tokens: number,
  contextLength: number | undefined,
): boolean {
  if (characters >= FEWEST_CHARACTERS && characters > tokens * MOST_CHARACTERS_PER_TOKEN) return true;
  if (contextLength === undefined) return false;
  if (tokens >= contextLength) return true;
  const oldestTokens = characters === 0 ? 0 : (tokens * oldest) / characters;
  return oldestTokens > 0 && tokens + oldestTokens > contextLength;
}

/** Creates the warning about a truncated prompt. */
export function truncationWarning(tokens: number, contextLength: number | undefined): Warning {
  const ofContext = contextLength === undefined ? '' : ` with a context length of ${contextLength}`;
  return {
    code: 'prompt_truncated',
    feature: 'contextLength',
    message: `The prompt was probably truncated: the model read ${tokens} tokens${ofContext}. Ollama drops what does not fit, the oldest messages first, and does not report it. Set a larger contextLength, shorten the prompt, or pass extra: { truncate: false } to get an error instead.`,
  };
}
