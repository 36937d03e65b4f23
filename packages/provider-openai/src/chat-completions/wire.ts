import type { SamplingFields } from '../encode/wire.js';

/** Body of `POST /chat/completions`. Servers take fields of their own beside these: they are sent as they are. */
export interface ChatCompletionRequest extends SamplingFields {
  /** Id of the model. */
  model: string;
  /** The conversation, oldest first. */
  messages: ChatMessageParam[];
  /** Most tokens of the reply; OpenAI's newer models want `max_completion_tokens`. */
  max_tokens?: number | null;
  /** Most tokens of the reply, those of its reasoning included. */
  max_completion_tokens?: number | null;
  /** How many replies; each has its `index`. */
  n?: number | null;
  logprobs?: boolean | null;
  /** How many of the likeliest tokens to list at each place; wants `logprobs`. */
  top_logprobs?: number | null;
  logit_bias?: Record<string, number> | null;
  tools?: ChatTool[];
  tool_choice?: ChatToolChoice;
  parallel_tool_calls?: boolean;
  response_format?: ChatResponseFormat;
  /** `none`, `minimal`, `low`, `medium`, `high`, or another word of the server's. */
  reasoning_effort?: string | null;
  stream_options?: ChatStreamOptions | null;
  user?: string;
  [field: string]: unknown;
}

/** What a stream should bring beside the reply. */
export interface ChatStreamOptions {
  /** Usage in a last chunk of its own, with empty `choices`. */
  include_usage?: boolean;
}

/** A piece of text. */
export interface ChatTextPart {
  type: 'text';
  text: string;
}

/** An image, as a `data:` or `https:` URL. */
export interface ChatImagePart {
  type: 'image_url';
  image_url: { url: string; detail?: 'auto' | 'low' | 'high' };
}

/** Instructions. */
export interface ChatSystemMessageParam {
  role: 'system' | 'developer';
  content: string | ChatTextPart[];
}

/** What the user says. */
export interface ChatUserMessageParam {
  role: 'user';
  content: string | (ChatTextPart | ChatImagePart)[];
}

/** What the model said earlier. */
export interface ChatAssistantMessageParam {
  role: 'assistant';
  /** `null` when the model only called tools. */
  content?: string | ChatTextPart[] | null;
  tool_calls?: ChatToolCall[];
  /** The model's reasoning, for servers that want it back. */
  reasoning_content?: string;
}

/** The result of a tool. */
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

/** A function that the model may call. */
export interface ChatTool {
  type: 'function';
  function: {
    name: string;
    description?: string;
    /** JSON Schema of the arguments. LM Studio wants `type: "object"` in it. */
    parameters?: Record<string, unknown>;
    strict?: boolean | null;
  };
}

/** Whether a tool must be called, and which; LM Studio takes the words only. */
export type ChatToolChoice = 'none' | 'auto' | 'required' | { type: 'function'; function: { name: string } };

/** The form of the reply. */
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

/** A call of a tool, whole. */
export interface ChatToolCall {
  id: string;
  type: 'function';
  function: { name: string; arguments: string };
}

/** Response of `POST /chat/completions`. Servers add fields of their own; those that many send are listed. */
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

/** One of the replies. */
export interface ChatChoice {
  index: number;
  message: ChatMessage;
  /** `stop`, `length`, `tool_calls`, `content_filter`, or another word of the server's. */
  finish_reason: string | null;
  logprobs?: ChatLogprobs | null;
}

/** A reply. */
export interface ChatMessage {
  role: 'assistant';
  content: string | null;
  refusal?: string | null;
  /** The model's reasoning: llama.cpp, LM Studio, DeepSeek, SGLang. */
  reasoning_content?: string | null;
  /** The model's reasoning: Ollama, vLLM, OpenRouter, Groq. */
  reasoning?: string | null;
  tool_calls?: ChatToolCall[];
}

/** One event of the stream. */
export interface ChatCompletionChunk {
  id: string;
  object: 'chat.completion.chunk';
  created: number;
  model: string;
  /** Empty in chunks that carry something else, such as usage. Always an array here, whatever the server sends. */
  choices: ChatChunkChoice[];
  usage?: ChatUsage | null;
  system_fingerprint?: string | null;
  /** llama.cpp's timings, in the last chunk. */
  timings?: ChatTimings;
  [field: string]: unknown;
}

/** A piece of one of the replies. */
export interface ChatChunkChoice {
  index: number;
  /** What is new. Always an object here, whatever the server sends. */
  delta: ChatDelta;
  finish_reason?: string | null;
  logprobs?: ChatLogprobs | null;
}

/** What is new in a reply. */
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
  /** Which call it belongs to; some servers leave it out. */
  index: number;
  /** In the first piece only, on most servers. */
  id?: string | null;
  type?: 'function';
  function?: { name?: string | null; arguments?: string | null };
}

/** Tokens taken. */
export interface ChatUsage {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
  prompt_tokens_details?: { cached_tokens?: number } | null;
  completion_tokens_details?: { reasoning_tokens?: number } | null;
}

/** Probabilities of tokens. */
export interface ChatLogprobs {
  content: ChatTokenLogprob[] | null;
}

/** A token and how likely it was. */
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
