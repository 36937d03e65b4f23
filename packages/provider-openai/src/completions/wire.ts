import type { SamplingFields } from '../encode/wire.js';

/** Body of `POST /completions`. Additional fields are sent unchanged, for servers with extensions. */
export interface TextCompletionRequest extends SamplingFields {
  /** Id of the model. */
  model: string;
  /** The text to continue, or several. Some servers accept tokens. */
  prompt: string | string[] | number[] | number[][];
  /** Text after the gap to fill in. */
  suffix?: string | null;
  max_tokens?: number | null;
  n?: number | null;
  /** Number of the most likely tokens to return at each position. */
  logprobs?: number | null;
  /** Set to true to begin the response with the prompt. */
  echo?: boolean | null;
  stream_options?: { include_usage?: boolean } | null;
  user?: string;
  [field: string]: unknown;
}

/** Response of `POST /completions`, and one chunk of its stream. Both have the same form. */
export interface TextCompletion {
  id: string;
  object: 'text_completion';
  /** Seconds since 1970. */
  created: number;
  model: string;
  /** Normalized: always an array, whatever the server sent. Empty in the chunk that contains the usage. */
  choices: TextCompletionChoice[];
  usage?: TextCompletionUsage | null;
  system_fingerprint?: string | null;
  [field: string]: unknown;
}

/** One chunk of a stream. */
export type TextCompletionChunk = TextCompletion;

/** One of the generated texts, or a piece of it. */
export interface TextCompletionChoice {
  index: number;
  text: string;
  /** `stop`, `length`, `content_filter`, or a value of the server's own. `null` before the end of a stream. */
  finish_reason: string | null;
  logprobs?: TextCompletionLogprobs | null;
}

/** Log probabilities of tokens, in parallel lists. */
export interface TextCompletionLogprobs {
  tokens?: string[];
  token_logprobs?: number[];
  top_logprobs?: Record<string, number>[];
  text_offset?: number[];
}

/** Token usage. */
export interface TextCompletionUsage {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
  prompt_tokens_details?: { cached_tokens?: number } | null;
  completion_tokens_details?: { reasoning_tokens?: number } | null;
}
