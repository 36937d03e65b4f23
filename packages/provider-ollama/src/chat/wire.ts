// Ollama's `POST /api/chat` as the server speaks it.
import type { AnswerStats, Format, KeepAlive, OllamaLogprob, OllamaOptions, Think } from '../encode/wire.js';

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
