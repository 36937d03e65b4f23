import type { ChatRequest, CompletionRequest, Warning } from '@lmux/core/provider';

/** Prompts of fewer tokens fit into every context that is in use. */
const FEWEST_TOKENS = 256;

/** So many characters to a token are too many: what was read cannot be all that was sent. Most texts have three to five. */
const MOST_CHARACTERS_PER_TOKEN = 16;
const FEWEST_CHARACTERS = 1024;

/** How large the prompt was. */
export interface PromptSize {
  /** Characters of all texts. */
  readonly characters: number;
  /** Characters of the oldest message that Ollama may leave out; 0 where there is none. */
  readonly oldest: number;
}

function charactersOf(content: unknown): number {
  if (typeof content === 'string') return content.length;
  if (!Array.isArray(content)) return 0;
  return content.reduce((sum: number, part: { text?: unknown }) => sum + charactersOf(part.text), 0);
}

/** How large the prompt of a request is. */
export function promptSize(request: ChatRequest | CompletionRequest): PromptSize {
  if ('prompt' in request) return { characters: request.prompt.length, oldest: 0 };
  const all = request.messages.map(({ content }) => charactersOf(content));
  // Instructions stay, and so does the last message.
  const oldest = request.messages.findIndex(({ role }) => role !== 'system');
  return {
    characters: all.reduce((sum, characters) => sum + characters, 0),
    oldest: oldest === -1 || oldest === all.length - 1 ? 0 : (all[oldest] ?? 0),
  };
}

/** Whether it is worth finding out how large the context is. */
export function mayBeTruncated(tokens: number | undefined): tokens is number {
  return tokens !== undefined && tokens >= FEWEST_TOKENS;
}

/**
 * Whether the prompt was truncated, as far as the numbers show. A single text is truncated to the size of the context. Of a chat, whole
 * messages go, the oldest first, so that fewer tokens than the context has are left: then it is likely where there is no room for one more
 * of them.
 *
 * @param tokens How many tokens were read.
 * @param contextLength How many there is room for, where that is known.
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

/** The warning about it. */
export function truncationWarning(tokens: number, contextLength: number | undefined): Warning {
  const ofContext = contextLength === undefined ? '' : ` of a context of ${contextLength}`;
  return {
    code: 'prompt_truncated',
    feature: 'contextLength',
    message: `The model read ${tokens} tokens${ofContext}: the prompt fills it, and Ollama leaves out what does not fit, the oldest messages first, without a word. Set a larger contextLength, send less, or pass extra: { truncate: false } to have it refused instead.`,
  };
}
