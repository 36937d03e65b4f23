import type { ChatRequest, CompletionRequest, Message, Warning } from '@lmux/core/provider';
import { countPieces } from './count-pieces.js';

/** Prompts with fewer tokens are not checked, because they fit into any context length that is used in practice. */
const FEWEST_TOKENS = 256;

/** Share of the counted pieces that a complete prompt has at least in tokens, for tokenizers with tokens for entire tags. */
const LOWEST_RATIO = 0.95;

/** Highest plausible number of tokens for each piece of prose. Measured: 5.2 for Russian and 5 for Japanese text, with SmolLM2. */
const HIGHEST_RATIO = 5;

/** Share of the context in which a chat counts as full. */
const FULL_SHARE = 1 / 32;

/** The size of a prompt in pieces of text, each of which has at least one token. */
export interface PromptSize {
  /** Number of pieces of all texts. */
  readonly pieces: number;
  /** Number of pieces of the oldest message that Ollama may drop, or 0 if there is none. */
  readonly oldest: number;
  /** Number of pieces of the largest message that Ollama may drop, or 0 if there is none. */
  readonly largest: number;
}

function piecesOf(content: unknown): number {
  if (typeof content === 'string') return countPieces(content);
  if (!Array.isArray(content)) return 0;
  return content.reduce((sum: number, part: { text?: unknown }) => sum + piecesOf(part.text), 0);
}

/** Counts the pieces of a message. Templates remove the reasoning from earlier replies, so replies that contain it are not counted. */
function piecesOfMessage({ role, content }: Message): number {
  return role === 'assistant' && typeof content === 'string' && content.includes('</think>') ? 0 : piecesOf(content);
}

/** Returns the size of the prompt of a request. */
export function promptSize(request: ChatRequest | CompletionRequest): PromptSize {
  if ('prompt' in request) return { pieces: countPieces(request.prompt), oldest: 0, largest: 0 };
  const { messages } = request;
  const all = messages.map(piecesOfMessage);
  // Ollama keeps system messages and the last message.
  const droppable = all.filter((_pieces, index) => messages[index]?.role !== 'system' && index < all.length - 1);
  return {
    pieces: all.reduce((sum, pieces) => sum + pieces, 0),
    oldest: droppable[0] ?? 0,
    largest: droppable.reduce((most, pieces) => Math.max(most, pieces), 0),
  };
}

/** True if the prompt is long enough to request the context length. */
export function mayBeTruncated(tokens: number | undefined): tokens is number {
  return tokens !== undefined && tokens >= FEWEST_TOKENS;
}

/**
 * True if the numbers indicate that the prompt was truncated. Ollama truncates a single text to the context length. From a chat it drops
 * entire messages, the oldest first, until the rest fits. A chat was truncated in these cases:
 *
 * - The text has more pieces than the context has tokens.
 * - The text has more pieces than the model read tokens, and one more message may not have fit. Without the second condition, versions that do
 *   not count the cached part of a prompt would cause false warnings.
 * - The context is full up to one message, and up to 3 %. It is not known then if a message is missing.
 *
 * @param tokens Number of tokens that the model read.
 * @param contextLength Context length in tokens, if it is known.
 */
export function isTruncated(
  { pieces, oldest, largest }: PromptSize,
  tokens: number,
  contextLength: number | undefined,
): boolean {
  if (contextLength === undefined) return false;
  if (tokens >= contextLength) return true;
  const fewest = pieces * LOWEST_RATIO;
  if (fewest > contextLength) return true;
  const room = contextLength - tokens;
  const fullRoom = contextLength * FULL_SHARE;
  if (tokens < fewest) return room <= fullRoom + largest * HIGHEST_RATIO;
  return pieces > 0 && room < Math.min(fullRoom, (tokens * oldest) / pieces);
}

/**
 * Creates the warning about a truncated prompt.
 *
 * @param ignoring Version of the server, if it ignores the setting that it must not truncate.
 */
export function truncationWarning(tokens: number, contextLength: number | undefined, ignoring?: string): Warning {
  const ofContext = contextLength === undefined ? '' : ` with a context length of ${contextLength}`;
  const advice =
    ignoring === undefined
      ? 'Set a larger contextLength, shorten the prompt, or set contextOverflow to "error" or "trim".'
      : `Ollama ${ignoring} ignores "contextOverflow". Update it to 0.12.6 or newer, set a larger contextLength, or shorten the prompt.`;
  return {
    code: 'prompt_truncated',
    feature: 'contextLength',
    message: `The prompt was probably truncated: the model read ${tokens} tokens${ofContext}. Ollama drops what does not fit, the oldest messages first, and does not report it. ${advice}`,
  };
}
