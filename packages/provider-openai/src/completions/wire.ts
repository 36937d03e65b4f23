import type { SamplingFields } from '../encode/wire.js';

/** Body of `POST /completions`. Servers take fields of their own beside these: they are sent as they are. */
export interface TextCompletionRequest extends SamplingFields {
  /** Id of the model. */
  model: string;
  /** The text to continue, or several; some servers take tokens. */
  prompt: string | string[] | number[] | number[][];
  /** Text that follows the gap to fill. */
  suffix?: string | null;
  max_tokens?: number | null;
  n?: number | null;
  /** How many of the likeliest tokens to list at each place. */
  logprobs?: number | null;
  /** Whether the response begins with the prompt. */
  echo?: boolean | null;
  stream_options?: { include_usage?: boolean } | null;
  user?: string;
  [field: string]: unknown;
}

/** Response of `POST /completions`, and one event of its stream: they have the same form. */
export interface TextCompletion {
  id: string;
  object: 'text_completion';
  /** Seconds since 1970. */
  created: number;
  model: string;
  /** Always an array here, whatever the server sends; empty in the chunk that carries usage. */
  choices: TextCompletionChoice[];
  usage?: TextCompletionUsage | null;
  system_fingerprint?: string | null;
  [field: string]: unknown;
}

/** One event of the stream. */
export type TextCompletionChunk = TextCompletion;

/** One of the continuations, or a piece of it. */
export interface TextCompletionChoice {
  index: number;
  text: string;
  /** `stop`, `length`, `content_filter`, or another word of the server's; `null` before the end of a stream. */
  finish_reason: string | null;
  logprobs?: TextCompletionLogprobs | null;
}

/** Probabilities of tokens, in lists side by side. */
export interface TextCompletionLogprobs {
  tokens?: string[];
  token_logprobs?: number[];
  top_logprobs?: Record<string, number>[];
  text_offset?: number[];
}

/** Tokens taken. */
export interface TextCompletionUsage {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
  prompt_tokens_details?: { cached_tokens?: number } | null;
  completion_tokens_details?: { reasoning_tokens?: number } | null;
}
