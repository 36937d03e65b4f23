// What the requests of Ollama's own API share, as the server speaks it.

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

/** The form of the response: any JSON, or JSON of a schema. */
export type Format = 'json' | Record<string, unknown>;

/** The fields that `/api/chat` and `/api/generate` share; whether the response is streamed is up to the client. */
export interface OllamaGenerationFields {
  model: string;
  format?: Format;
  think?: Think;
  options?: OllamaOptions;
  keep_alive?: KeepAlive;
  logprobs?: boolean;
  top_logprobs?: number;
  /** `false` makes a prompt that is longer than the context an error, instead of cutting it. Default true. */
  truncate?: boolean;
  /** Fields that the server does not know are ignored. */
  [field: string]: unknown;
}
