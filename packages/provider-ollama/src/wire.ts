// Ollama's calls of a model (`/api/chat`, `/api/generate`, `/api/embed`) as the server speaks them.

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

/** A call of a tool. */
export interface OllamaToolCall {
  /** Missing in answers of older servers. */
  id?: string;
  function: {
    /** Place among the calls of one answer. */
    index?: number;
    name: string;
    /** An object, not text. */
    arguments: Record<string, unknown>;
  };
}

export interface OllamaMessage {
  role: 'system' | 'user' | 'assistant' | 'tool' | (string & {});
  content: string;
  /** What the model thought, apart from its reply. */
  thinking?: string;
  /** Base64 of files, without `data:` and what follows. */
  images?: string[];
  tool_calls?: OllamaToolCall[];
  /** Of a result: which tool gave it. */
  tool_name?: string;
  /** Of a result: which call it answers. Newer servers take it. */
  tool_call_id?: string;
}

export interface OllamaTool {
  type: 'function';
  function: { name: string; description?: string; parameters?: Record<string, unknown> };
}

/** Body of `POST /api/chat`; whether it is streamed is the client's business. Fields that the server does not know are ignored. */
export interface OllamaChatRequest {
  model: string;
  /** An empty list loads the model. */
  messages: OllamaMessage[];
  tools?: OllamaTool[];
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

/** A line of a chat, and a whole answer; the last line has the statistics. */
export interface OllamaChatResponse extends AnswerStats {
  model: string;
  /** ISO 8601, with nanoseconds. */
  created_at: string;
  message: OllamaMessage;
  done: boolean;
  logprobs?: OllamaLogprob[];
}

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

/** Answer of `POST /api/embed`. Of a lone empty text there is no vector. */
export interface OllamaEmbedResponse {
  model: string;
  embeddings: number[][];
  /** Nanoseconds. */
  total_duration?: number;
  load_duration?: number;
  prompt_eval_count?: number;
}
