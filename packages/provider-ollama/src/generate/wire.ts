// Ollama's `POST /api/generate` as the server speaks it.
import type { AnswerStats, Format, KeepAlive, OllamaLogprob, OllamaOptions, Think } from '../encode/wire.js';

/** Body of `POST /api/generate`; whether it is streamed is the client's business. */
export interface OllamaGenerateRequest {
  model: string;
  /** None loads the model; with `keep_alive: 0` it unloads it. */
  prompt?: string;
  /** What follows the gap to fill, for models that can. */
  suffix?: string;
  system?: string;
  template?: string;
  /** Whether the prompt goes to the model as it is, without the template. Default false. */
  raw?: boolean;
  /** Base64 of files. */
  images?: string[];
  format?: Format;
  think?: Think;
  options?: OllamaOptions;
  keep_alive?: KeepAlive;
  logprobs?: boolean;
  top_logprobs?: number;
  /** `false` makes a prompt that is longer than the context an error, instead of cutting it. Default true. */
  truncate?: boolean;
  [field: string]: unknown;
}

/** A line of a continuation, and a whole answer; the last line has the statistics. */
export interface OllamaGenerateResponse extends AnswerStats {
  model: string;
  /** ISO 8601, with nanoseconds. */
  created_at: string;
  response: string;
  thinking?: string;
  done: boolean;
  /** Tokens of prompt and reply, to go on from; absent with `raw`. */
  context?: number[];
  logprobs?: OllamaLogprob[];
}
