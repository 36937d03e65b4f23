// Types of LM Studio's `POST /api/v1/chat`.

/** A text input. LM Studio's REST API docs call the type `message`, but the server accepts only `text`. */
export interface NativeTextInput {
  type: 'text';
  content: string;
}

/** An image input. */
export interface NativeImageInput {
  type: 'image';
  /** A `data:` URL. Other URLs are rejected. */
  data_url: string;
}

export type NativeInputItem = NativeTextInput | NativeImageInput;

/** A plugin of the server, with the tools that the model can use. */
export interface NativePluginIntegration {
  type: 'plugin';
  id: string;
  allowed_tools?: string[];
}

/** An MCP server for this request only. */
export interface NativeEphemeralMcpIntegration {
  type: 'ephemeral_mcp';
  server_label: string;
  /** A public URL. */
  server_url: string;
  allowed_tools?: string[];
  headers?: Record<string, string>;
}

export type NativeIntegration = string | NativePluginIntegration | NativeEphemeralMcpIntegration;

/** Body of `POST /api/v1/chat`. The server rejects unknown fields with status 400. */
export interface NativeChatRequest {
  /** Key of a model or id of an instance. */
  model: string;
  input: string | NativeInputItem[];
  /** For the first turn only. On a later turn it adds a second system message, which some chat templates reject. */
  system_prompt?: string;
  /** Plugin ids (`mcp/name`), plugins or MCP servers. */
  integrations?: NativeIntegration[];
  /** 0 to 1. */
  temperature?: number;
  top_p?: number;
  top_k?: number;
  min_p?: number;
  /** 1 means no penalty. */
  repeat_penalty?: number;
  max_output_tokens?: number;
  /** One of the model's `capabilities.reasoning.allowed_options`. */
  reasoning?: 'off' | 'low' | 'medium' | 'high' | 'on' | (string & {});
  /** Applies only if this request loads the model. */
  context_length?: number;
  /** Set to false to not store the chat. Default: true. */
  store?: boolean;
  /** Id of the stored response to continue from. It begins with `resp_`. */
  previous_response_id?: string;
}

/** The plugin or MCP server that runs a tool. */
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

/** A tool call that the server ran. If the tool failed, `output` contains the error message. */
export interface NativeToolCallOutput {
  type: 'tool_call';
  tool: string;
  arguments: Record<string, unknown>;
  /** Usually a JSON array of `{ type, text }` blocks as a string. The server truncates long ones. */
  output: string;
  provider_info?: NativeToolProvider;
}

/** The reason why a tool could not be run. */
export interface NativeInvalidToolCall {
  type: 'invalid_name' | 'invalid_arguments' | (string & {});
  tool_name: string;
  arguments?: Record<string, unknown>;
  provider_info?: NativeToolProvider;
}

/** A call of an unknown tool or with invalid arguments. */
export interface NativeInvalidToolCallOutput {
  type: 'invalid_tool_call';
  reason: string;
  metadata: NativeInvalidToolCall;
}

/** An output item. Items are in the order of generation: reasoning before messages, messages between tool calls. */
export type NativeOutputItem =
  | NativeMessageOutput
  | NativeReasoningOutput
  | NativeToolCallOutput
  | NativeInvalidToolCallOutput;

export interface NativeChatStats {
  input_tokens?: number;
  /** Includes the reasoning tokens. */
  total_output_tokens?: number;
  reasoning_output_tokens?: number;
  tokens_per_second?: number;
  time_to_first_token_seconds?: number;
  /** Present only if this request loaded the model. */
  model_load_time_seconds?: number;
}

/** Response of `POST /api/v1/chat`. It has no finish reason. */
export interface NativeChatResponse {
  model_instance_id: string;
  output: NativeOutputItem[];
  stats?: NativeChatStats;
  /** Absent with `store: false`. */
  response_id?: string;
}

/** An error in a stream. `chat.end` follows it. */
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

/** Progress of an event. Some builds send the payload `{}`. Such an event has only the `type`, taken from the `event:` line. */
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

/** The 20 events of a stream. Tool calls have no ids and are matched by order. */
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
  | (Named<'tool_call.start'> & Partial<OfTool>)
  | (Named<'tool_call.name'> & Partial<OfTool> & { tool_name?: string })
  | (Named<'tool_call.arguments'> & OfTool & { arguments: Record<string, unknown> })
  | (Named<'tool_call.success'> & OfTool & { arguments: Record<string, unknown>; output: string })
  | (Named<'tool_call.failure'> & { reason: string; metadata: NativeInvalidToolCall })
  | Named<'message.start'>
  | (Named<'message.delta'> & NativeDelta)
  | Named<'message.end'>
  | (Named<'error'> & { error: NativeStreamError })
  | (Named<'chat.end'> & { result?: NativeChatResponse });
