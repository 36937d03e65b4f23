import type { SamplingFields } from '../encode/wire.js';

/** Body of `POST /chat/completions`. Additional fields are sent unchanged, for servers with extensions. */
export interface ChatCompletionRequest extends SamplingFields {
  /** Id of the model. */
  model: string;
  /** The conversation, oldest first. */
  messages: ChatMessageParam[];
  /** Maximum number of tokens of the response. OpenAI's newer models require `max_completion_tokens` instead. */
  max_tokens?: number | null;
  /** Maximum number of tokens of the response, including those of the reasoning. */
  max_completion_tokens?: number | null;
  /** Number of choices to generate. Each has its own `index`. */
  n?: number | null;
  logprobs?: boolean | null;
  /** Number of the most likely tokens to return at each position. Requires `logprobs`. */
  top_logprobs?: number | null;
  logit_bias?: Record<string, number> | null;
  tools?: ChatTool[];
  tool_choice?: ChatToolChoice;
  parallel_tool_calls?: boolean;
  response_format?: ChatResponseFormat;
  /** `none`, `minimal`, `low`, `medium`, `high`, or another value that the server supports. */
  reasoning_effort?: string | null;
  stream_options?: ChatStreamOptions | null;
  user?: string;
  [field: string]: unknown;
}

/** Options of a stream. */
export interface ChatStreamOptions {
  /** Set to true to receive the usage in a separate last chunk with empty `choices`. */
  include_usage?: boolean;
}

/** A text part. */
export interface ChatTextPart {
  type: 'text';
  text: string;
}

/** An image part, with a `data:` or `https:` URL. */
export interface ChatImagePart {
  type: 'image_url';
  image_url: { url: string; detail?: 'auto' | 'low' | 'high' };
}

/** A system or developer message. */
export interface ChatSystemMessageParam {
  role: 'system' | 'developer';
  content: string | ChatTextPart[];
}

/** A user message. */
export interface ChatUserMessageParam {
  role: 'user';
  content: string | (ChatTextPart | ChatImagePart)[];
}

/** An earlier response of the model, with the fields in which servers expect reasoning and state back. */
export interface ChatAssistantMessageParam {
  role: 'assistant';
  /** `null` if the model only called tools. */
  content?: string | ChatTextPart[] | null;
  tool_calls?: ChatToolCall[];
  /** The model's reasoning, for servers that expect it back (llama.cpp, DeepSeek, SGLang). */
  reasoning_content?: string;
  /** The model's reasoning, for servers that expect it back (Ollama, vLLM, Groq). */
  reasoning?: string;
  /** Reasoning in blocks (OpenRouter, MiniMax). */
  reasoning_details?: unknown[];
  /** Reasoning in blocks (LiteLLM). */
  thinking_blocks?: unknown[];
  /** Encrypted reasoning (GitHub Copilot). */
  reasoning_opaque?: string;
  /** State of the message (Gemini). */
  extra_content?: Record<string, unknown>;
}

/** The result of a tool call. */
export interface ChatToolMessageParam {
  role: 'tool';
  tool_call_id: string;
  content: string | ChatTextPart[];
}

/** One message of a conversation. */
export type ChatMessageParam =
  | ChatSystemMessageParam
  | ChatUserMessageParam
  | ChatAssistantMessageParam
  | ChatToolMessageParam;

/** A function that the model can call. */
export interface ChatTool {
  type: 'function';
  function: {
    name: string;
    description?: string;
    /** JSON Schema of the arguments. LM Studio requires `type: "object"`. */
    parameters?: Record<string, unknown>;
    strict?: boolean | null;
  };
}

/** The tool choice. LM Studio accepts the strings only. */
export type ChatToolChoice = 'none' | 'auto' | 'required' | { type: 'function'; function: { name: string } };

/** The response format. */
export type ChatResponseFormat =
  | { type: 'text' }
  | { type: 'json_object' }
  | { type: 'json_schema'; json_schema: ChatJsonSchema };

/** A named JSON Schema. */
export interface ChatJsonSchema {
  name: string;
  description?: string;
  schema?: Record<string, unknown>;
  strict?: boolean | null;
}

/** A complete tool call. */
export interface ChatToolCall {
  id: string;
  type: 'function';
  function: { name: string; arguments: string };
  /** State of the call, such as the signature of the model's reasoning (Gemini). */
  extra_content?: Record<string, unknown>;
}

/** Response of `POST /chat/completions`. Servers add fields of their own. The common ones are declared here. */
export interface ChatCompletion {
  /** Not unique on every server. */
  id: string;
  object: 'chat.completion';
  /** Seconds since 1970. */
  created: number;
  model: string;
  choices: ChatChoice[];
  usage?: ChatUsage | null;
  system_fingerprint?: string | null;
  /** llama.cpp's timings. */
  timings?: ChatTimings;
  [field: string]: unknown;
}

/** One of the generated responses. */
export interface ChatChoice {
  index: number;
  message: ChatMessage;
  /** `stop`, `length`, `tool_calls`, `content_filter`, or a value of the server's own. */
  finish_reason: string | null;
  logprobs?: ChatLogprobs | null;
}

/** The message of a choice. */
export interface ChatMessage {
  role: 'assistant';
  content: string | null;
  refusal?: string | null;
  /** The model's reasoning (llama.cpp, LM Studio, DeepSeek, SGLang). */
  reasoning_content?: string | null;
  /** The model's reasoning (Ollama, vLLM, OpenRouter, Groq). */
  reasoning?: string | null;
  tool_calls?: ChatToolCall[];
}

/** One chunk of a stream. */
export interface ChatCompletionChunk {
  id: string;
  object: 'chat.completion.chunk';
  created: number;
  model: string;
  /** Empty in chunks that contain something else, such as usage. Normalized: always an array, whatever the server sent. */
  choices: ChatChunkChoice[];
  usage?: ChatUsage | null;
  system_fingerprint?: string | null;
  /** llama.cpp's timings, in the last chunk. */
  timings?: ChatTimings;
  [field: string]: unknown;
}

/** A choice in a chunk. */
export interface ChatChunkChoice {
  index: number;
  /** The new content. Normalized: always an object, whatever the server sent. */
  delta: ChatDelta;
  finish_reason?: string | null;
  logprobs?: ChatLogprobs | null;
}

/** The new content of a choice. */
export interface ChatDelta {
  role?: 'developer' | 'system' | 'user' | 'assistant' | 'tool' | null;
  content?: string | null;
  refusal?: string | null;
  reasoning_content?: string | null;
  reasoning?: string | null;
  tool_calls?: ChatToolCallDelta[] | null;
}

/** A piece of a tool call. */
export interface ChatToolCallDelta {
  /** Index of the call that the piece belongs to. Some servers omit it. */
  index: number;
  /** In the first piece only, on most servers. */
  id?: string | null;
  type?: 'function';
  function?: { name?: string | null; arguments?: string | null };
}

/** Token usage. */
export interface ChatUsage {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
  prompt_tokens_details?: { cached_tokens?: number } | null;
  completion_tokens_details?: { reasoning_tokens?: number } | null;
}

/** Log probabilities of tokens. */
export interface ChatLogprobs {
  content: ChatTokenLogprob[] | null;
}

/** A token with its log probability. */
export interface ChatTokenLogprob {
  token: string;
  logprob: number;
  bytes?: number[] | null;
  top_logprobs?: { token: string; logprob: number; bytes?: number[] | null }[];
}

/** llama.cpp's timings. */
export interface ChatTimings {
  prompt_n?: number;
  prompt_ms?: number;
  prompt_per_second?: number;
  predicted_n?: number;
  predicted_ms?: number;
  predicted_per_second?: number;
}
