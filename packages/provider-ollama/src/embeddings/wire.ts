import type { KeepAlive, OllamaOptions } from '../encode/wire.js';

/** Body of `POST /api/embed`. */
export interface OllamaEmbedRequest {
  model: string;
  input: string | string[];
  /** Number of dimensions of the vectors. */
  dimensions?: number;
  /** Set to false to get an error for a text that is longer than the context. By default, Ollama truncates the text. */
  truncate?: boolean;
  options?: OllamaOptions;
  keep_alive?: KeepAlive;
  [field: string]: unknown;
}

/** Response of `POST /api/embed`. It has no vector for a single empty text. */
export interface OllamaEmbedResponse {
  model: string;
  embeddings: number[][];
  /** In nanoseconds. */
  total_duration?: number;
  load_duration?: number;
  prompt_eval_count?: number;
}
