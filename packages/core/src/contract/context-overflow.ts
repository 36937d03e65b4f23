import type { Message } from './message.js';

/**
 * Handling of a prompt that exceeds the context of the model.
 *
 * - `server` sends the request. Most servers reject it with `context_overflow`. Ollama leaves out the oldest messages.
 * - `error` rejects the request with `context_overflow`. Nothing is sent where the number of tokens can be counted exactly, or where
 *   `contextOverflowError` is `unknown` in the matrix and an estimate exceeds the context by more than its bound. Otherwise, the server rejects
 *   it, and Ollama is told to. It requires the feature `contextOverflowError`.
 * - `trim` leaves out the oldest turns of a chat, so that it fits. The response then has the warning `history_trimmed`. Requests other than
 *   chats are handled as with `server`.
 *
 * A chat with `previousResponseId` is neither counted nor trimmed, because only the server has its earlier messages. If the server rejects it
 * with `context_overflow`, start a new chat without `previousResponseId` with the messages to keep.
 */
export type ContextOverflow = 'server' | 'error' | 'trim';

/** The number of input tokens of a chat, and how it was determined. */
export interface TokenCount {
  /** Number of tokens of the prompt: all messages and tools, and what the chat template adds. */
  readonly inputTokens: number;
  /** True if the server counted the tokens. */
  readonly exact: boolean;
  /** `server`: counted. `learned`: estimated from the usage of earlier responses of the model. `estimate`: estimated without any. */
  readonly source: 'server' | 'learned' | 'estimate';
  /**
   * Difference between `inputTokens` and the exact number that is seldom exceeded. It held in 94 to 99 % of mixed prompts, depending on the
   * tokenizer. Absent if the number is exact.
   */
  readonly bound?: number | undefined;
  /** Context length of the model in tokens. Absent if it is not known. */
  readonly contextLength?: number | undefined;
  /**
   * Number of tokens that are left: `contextLength` minus `inputTokens` minus `maxOutputTokens` of the request. Negative if the prompt is too
   * long. Absent if the context length is not known.
   */
  readonly remaining?: number | undefined;
}

/** A chat whose prompt exceeds the context of the model. */
export interface OverflowingChat {
  readonly messages: readonly Message[];
  /**
   * The number of tokens of `messages`. `remaining` is negative. It is absent if the context length is not known. The server has then rejected
   * the messages, so return clearly fewer tokens, such as half of `inputTokens`.
   */
  readonly count: TokenCount;
  /** Counts the tokens of the same request with other messages. */
  readonly countTokens: (messages: readonly Message[]) => Promise<TokenCount>;
}

/** Returns messages that fit the context of the model. It is not called for a chat with `previousResponseId`. */
export type ContextOverflowHandler = (chat: OverflowingChat) => readonly Message[] | Promise<readonly Message[]>;
