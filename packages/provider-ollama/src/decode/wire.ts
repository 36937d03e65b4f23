// The parts that responses of Ollama's own API share.

/** A token and its log probability. */
export interface OllamaLogprob {
  token: string;
  logprob: number;
  bytes?: number[];
  top_logprobs?: OllamaLogprob[];
}

/** The statistics in the last line of a response. Durations are in nanoseconds. */
export interface ResponseStats {
  /** `stop`, `length`, `load`, `unload`. */
  done_reason?: string;
  total_duration?: number;
  load_duration?: number;
  /** Number of tokens of the prompt. It may be missing if the entire prompt was cached. */
  prompt_eval_count?: number;
  prompt_eval_duration?: number;
  eval_count?: number;
  eval_duration?: number;
}

/** The fields that lines of `/api/chat` and `/api/generate` share. In a stream, only the last line has the statistics. */
export interface OllamaLine extends ResponseStats {
  model: string;
  /** In ISO 8601 format, with nanoseconds. */
  created_at: string;
  done: boolean;
  logprobs?: OllamaLogprob[];
}
