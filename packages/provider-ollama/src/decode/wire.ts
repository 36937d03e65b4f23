// What the responses of Ollama's own API share, as the server speaks it.

/** A token and how likely it was. */
export interface OllamaLogprob {
  token: string;
  logprob: number;
  bytes?: number[];
  top_logprobs?: OllamaLogprob[];
}

/** What the last line of a response reports. Durations are nanoseconds. */
export interface ResponseStats {
  /** `stop`, `length`, `load`, `unload`. */
  done_reason?: string;
  total_duration?: number;
  load_duration?: number;
  /** Tokens of the prompt; may be missing where all of it was cached. */
  prompt_eval_count?: number;
  prompt_eval_duration?: number;
  eval_count?: number;
  eval_duration?: number;
}

/** The fields that the lines of `/api/chat` and `/api/generate` share. Of a stream only the last line has the statistics. */
export interface OllamaLine extends ResponseStats {
  model: string;
  /** ISO 8601, with nanoseconds. */
  created_at: string;
  done: boolean;
  logprobs?: OllamaLogprob[];
}
