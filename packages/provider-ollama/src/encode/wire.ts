// What several of Ollama's calls have in common, as the server speaks it.

/** How a model runs and chooses tokens. Servers know more of them, and ignore what they do not know. */
export interface OllamaOptions {
  /** Tokens of context; loads the model anew where it runs with another. */
  num_ctx?: number;
  /** Most tokens to generate. */
  num_predict?: number;
  temperature?: number;
  top_k?: number;
  top_p?: number;
  min_p?: number;
  seed?: number;
  stop?: string[];
  /** 1 is none. */
  repeat_penalty?: number;
  presence_penalty?: number;
  frequency_penalty?: number;
  [name: string]: unknown;
}

/** How long the model stays loaded: seconds, or text such as `10m`; negative for ever, 0 not at all. */
export type KeepAlive = number | string;

/** Whether to think, or how much. */
export type Think = boolean | 'low' | 'medium' | 'high' | (string & {});

/** The form of the answer: any JSON, or JSON of a schema. */
export type Format = 'json' | Record<string, unknown>;

/** A token and how likely it was. */
export interface OllamaLogprob {
  token: string;
  logprob: number;
  bytes?: number[];
  top_logprobs?: OllamaLogprob[];
}

/** What the last line of an answer tells. Durations are nanoseconds. */
export interface AnswerStats {
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
