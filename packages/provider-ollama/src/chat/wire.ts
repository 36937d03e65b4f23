import type { OllamaLine } from '../decode/wire.js';
import type { OllamaGenerationFields } from '../encode/wire.js';

/** A call of a tool. */
export interface OllamaToolCall {
  /** Missing in responses of older servers. */
  id?: string;
  function: {
    /** Place among the calls of one response. */
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
  /** Of a result: which call it belongs to. Newer servers take it. */
  tool_call_id?: string;
}

export interface OllamaTool {
  type: 'function';
  function: { name: string; description?: string; parameters?: Record<string, unknown> };
}

/** Body of `POST /api/chat`. */
export interface OllamaChatRequest extends OllamaGenerationFields {
  /** An empty list loads the model. */
  messages: OllamaMessage[];
  tools?: OllamaTool[];
}

/** A line of a chat, or a response that is not streamed. */
export interface OllamaChatResponse extends OllamaLine {
  message: OllamaMessage;
}
