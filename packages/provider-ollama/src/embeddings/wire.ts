import type { KeepAlive, OllamaOptions } from '../encode/wire.js';

/** Body of `POST /api/embed`. */
export interface OllamaEmbedRequest {
  model: string;
  input: string | string[];
  /** Length of the vectors. */
  dimensions?: number;
  /** `false` makes a text that is longer than the context an error, instead of cutting it. Default true. */
  truncate?: boolean;
  options?: OllamaOptions;
  keep_alive?: KeepAlive;
  [field: string]: unknown;
}

/** Response of `POST /api/embed`. Of a lone empty text there is no vector. */
export interface OllamaEmbedResponse {
  model: string;
  embeddings: number[][];
  /** Nanoseconds. */
  total_duration?: number;
  load_duration?: number;
  prompt_eval_count?: number;
}
