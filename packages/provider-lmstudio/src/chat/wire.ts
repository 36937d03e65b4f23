// LM Studio's `POST /api/v1/chat` as the server speaks it.

/** A piece of text that goes in. The vendor's table calls it `message`; the server takes `text` only. */
export interface NativeTextInput {
  type: 'text';
  content: string;
}

/** An image that goes in. */
export interface NativeImageInput {
  type: 'image';
  /** A `data:` URL; other URLs are refused. */
  data_url: string;
}

export type NativeInputItem = NativeTextInput | NativeImageInput;

/** A plugin of the server, with the tools that may be used. */
export interface NativePluginIntegration {
  type: 'plugin';
  id: string;
  allowed_tools?: string[];
}

/** An MCP server for this request alone. */
export interface NativeEphemeralMcpIntegration {
  type: 'ephemeral_mcp';
  server_label: string;
  /** A public URL. */
  server_url: string;
  allowed_tools?: string[];
  headers?: Record<string, string>;
}

export type NativeIntegration = string | NativePluginIntegration | NativeEphemeralMcpIntegration;

/** Body of `POST /api/v1/chat`. The server is strict: a key that it does not know is a 400. */
export interface NativeChatRequest {
  /** Key of a model, or id of an instance. */
  model: string;
  input: string | NativeInputItem[];
  /** On a first turn only: on a later one it adds a second system message, which some templates refuse. */
  system_prompt?: string;
  /** Ids of plugins (`mcp/name`), plugins, MCP servers. */
  integrations?: NativeIntegration[];
  /** 0 to 1. */
  temperature?: number;
  top_p?: number;
  top_k?: number;
  min_p?: number;
  /** 1 is none. */
  repeat_penalty?: number;
  max_output_tokens?: number;
  /** One of the model's `capabilities.reasoning.allowed_options`. */
  reasoning?: 'off' | 'low' | 'medium' | 'high' | 'on' | (string & {});
  /** Counts only if this request loads the model. */
  context_length?: number;
  /** Default true. */
  store?: boolean;
  /** Begins with `resp_`. */
  previous_response_id?: string;
}

/** Who runs a tool. */
export type NativeToolProvider =
  | { type: 'plugin'; plugin_id: string }
  | { type: 'ephemeral_mcp'; server_label: string };

export interface NativeMessageOutput {
  type: 'message';
  content: string;
}

export interface NativeReasoningOutput {
  type: 'reasoning';
  content: string;
}

/** A tool that the server ran; one that ran and failed has the error's text in `output`. */
export interface NativeToolCallOutput {
  type: 'tool_call';
  tool: string;
  arguments: Record<string, unknown>;
  /** Mostly a JSON array of `{ type, text }` blocks, as text; long ones are cut by the server. */
  output: string;
  provider_info?: NativeToolProvider;
}

/** Why a tool could not be run. */
export interface NativeInvalidToolCall {
  type: 'invalid_name' | 'invalid_arguments' | (string & {});
  tool_name: string;
  arguments?: Record<string, unknown>;
  provider_info?: NativeToolProvider;
}

/** A call of a tool that does not exist, or with arguments that do not fit. */
export interface NativeInvalidToolCallOutput {
  type: 'invalid_tool_call';
  reason: string;
  metadata: NativeInvalidToolCall;
}

/** In the order in which the model made them: reasoning before messages, messages between tool calls. */
export type NativeOutputItem =
  | NativeMessageOutput
  | NativeReasoningOutput
  | NativeToolCallOutput
  | NativeInvalidToolCallOutput;

export interface NativeChatStats {
  input_tokens?: number;
  /** Those of the reasoning included. */
  total_output_tokens?: number;
  reasoning_output_tokens?: number;
  tokens_per_second?: number;
  time_to_first_token_seconds?: number;
  /** Only if this request loaded the model. */
  model_load_time_seconds?: number;
}

/** Response of `POST /api/v1/chat`. There is no reason why the model stopped. */
export interface NativeChatResponse {
  model_instance_id: string;
  output: NativeOutputItem[];
  stats?: NativeChatStats;
  /** Absent with `store: false`. */
  response_id?: string;
}

/** An error within a stream; `chat.end` follows it. */
export interface NativeStreamError {
  /** `invalid_request`, `unknown`, `mcp_connection_error`, `plugin_connection_error`, `not_implemented`, `model_not_found`, and others. */
  type: string;
  message: string;
  code?: string | null;
  param?: string | null;
}

interface Named<Type extends string> {
  type: Type;
}

/** Some builds send payloads as `{}`: then `type`, taken from the `event:` line, is all that there is. */
interface NativeProgress {
  /** 0 to 1. */
  progress?: number;
}

interface NativeDelta {
  content?: string;
}

interface OfInstance {
  model_instance_id?: string;
}

interface OfTool {
  tool: string;
  provider_info?: NativeToolProvider;
}

/** The 19 events of a stream, by name. Tool calls have no id: they go by order. */
export type NativeChatEvent =
  | (Named<'chat.start'> & OfInstance)
  | (Named<'model_load.start'> & OfInstance)
  | (Named<'model_load.progress'> & OfInstance & NativeProgress)
  | (Named<'model_load.end'> & OfInstance & { load_time_seconds?: number })
  | Named<'prompt_processing.start'>
  | (Named<'prompt_processing.progress'> & NativeProgress)
  | Named<'prompt_processing.end'>
  | Named<'reasoning.start'>
  | (Named<'reasoning.delta'> & NativeDelta)
  | Named<'reasoning.end'>
  | (Named<'tool_call.start'> & OfTool)
  | (Named<'tool_call.arguments'> & OfTool & { arguments: Record<string, unknown> })
  | (Named<'tool_call.success'> & OfTool & { arguments: Record<string, unknown>; output: string })
  | (Named<'tool_call.failure'> & { reason: string; metadata: NativeInvalidToolCall })
  | Named<'message.start'>
  | (Named<'message.delta'> & NativeDelta)
  | Named<'message.end'>
  | (Named<'error'> & { error: NativeStreamError })
  | (Named<'chat.end'> & { result?: NativeChatResponse });
