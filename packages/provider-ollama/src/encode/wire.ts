// The parts that requests of Ollama's own API share.

/** The settings of a model: how it runs and samples. Servers accept more options than these, and ignore unknown ones. */
export interface OllamaOptions {
  /** Context length in tokens. A model that is loaded with another context length is reloaded. */
  num_ctx?: number;
  /** Maximum number of tokens to generate. */
  num_predict?: number;
  temperature?: number;
  top_k?: number;
  top_p?: number;
  min_p?: number;
  seed?: number;
  stop?: string[];
  /** 1 means no penalty. */
  repeat_penalty?: number;
  presence_penalty?: number;
  frequency_penalty?: number;
  [name: string]: unknown;
}

/**
 * Time for which the model stays loaded: seconds, or a duration such as `10m`. A negative value keeps it loaded indefinitely, and 0 unloads
 * it immediately.
 */
export type KeepAlive = number | string;

/** The reasoning setting: on, off or a level. */
export type Think = boolean | 'low' | 'medium' | 'high' | (string & {});

/** The format of the response: any JSON, or JSON that conforms to a schema. */
export type Format = 'json' | Record<string, unknown>;

/** The fields that `/api/chat` and `/api/generate` share. `stream` is not one of them, because the methods of the client set it. */
export interface OllamaGenerationFields {
  model: string;
  format?: Format;
  think?: Think;
  options?: OllamaOptions;
  keep_alive?: KeepAlive;
  logprobs?: boolean;
  top_logprobs?: number;
  /**
   * Set to false to get an error for a prompt that is longer than the context. By default, Ollama truncates the prompt. Ignored before 0.12.6.
   */
  truncate?: boolean;
  /**
   * Set to false to end a response that reaches the end of the context, with the reason `length`. By default, Ollama drops the first half of
   * the context and continues. Ignored before 0.12.6. Since 0.30, a model is reloaded for another value.
   */
  shift?: boolean;
  /** The server ignores unknown fields. */
  [field: string]: unknown;
}
