import type { OllamaLine } from '../decode/wire.js';
import type { OllamaGenerationFields } from '../encode/wire.js';

/** A tool call in a message of Ollama. */
export interface OllamaToolCall {
  /** Missing from responses of older servers. */
  id?: string;
  function: {
    /** Index among the calls of one response. */
    index?: number;
    name: string;
    /** An object, unlike in OpenAI's API, where it is JSON text. */
    arguments: Record<string, unknown>;
  };
}

export interface OllamaMessage {
  role: 'system' | 'user' | 'assistant' | 'tool' | (string & {});
  content: string;
  /** The model's reasoning, separate from `content`. */
  thinking?: string;
  /** Files as base64, without a `data:` prefix. */
  images?: string[];
  tool_calls?: OllamaToolCall[];
  /** The name of the tool. Only in messages of the role `tool`. */
  tool_name?: string;
  /** The id of the call that the result belongs to. Only in messages of the role `tool`, and only read by newer servers. */
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

/** A line of a streamed `POST /api/chat`, or the response of one that is not streamed. */
export interface OllamaChatResponse extends OllamaLine {
  message: OllamaMessage;
}
