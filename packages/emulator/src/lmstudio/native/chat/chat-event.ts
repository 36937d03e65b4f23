import type { ErrorObject } from '../../../shared/http/refusal.js';

interface ToolCallFields {
  readonly tool: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly provider_info: ProviderInfo;
}

/** The events of a native stream, in their wire format. */
export type ChatEvent =
  | { readonly type: 'chat.start' | 'model_load.start'; readonly model_instance_id: string }
  | { readonly type: 'model_load.progress'; readonly model_instance_id: string; readonly progress: number }
  | { readonly type: 'model_load.end'; readonly model_instance_id: string; readonly load_time_seconds: number }
  | { readonly type: 'prompt_processing.start' | 'prompt_processing.end' }
  | { readonly type: 'prompt_processing.progress'; readonly progress: number }
  | { readonly type: 'reasoning.start' | 'reasoning.end' | 'message.start' | 'message.end' }
  | { readonly type: 'reasoning.delta' | 'message.delta'; readonly content: string }
  | { readonly type: 'tool_call.start'; readonly tool: string; readonly provider_info: ProviderInfo }
  | ({ readonly type: 'tool_call.arguments' } & ToolCallFields)
  | ({ readonly type: 'tool_call.success'; readonly output: string } & ToolCallFields)
  | { readonly type: 'tool_call.failure'; readonly reason: string; readonly metadata: InvalidCall }
  | { readonly type: 'error'; readonly error: Partial<ErrorObject> }
  | { readonly type: 'chat.end'; readonly result: object };

/** Sends an event. A chat that is not streamed drops it. */
export type Emit = (event: ChatEvent) => Promise<void>;

/** The source of a tool. */
export type ProviderInfo =
  | { readonly type: 'plugin'; readonly plugin_id: string }
  | { readonly type: 'ephemeral_mcp'; readonly server_label: string };

/** The reason why a tool call was not run. */
export interface InvalidCall {
  readonly type: 'invalid_name' | 'invalid_arguments';
  readonly tool_name: string;
  readonly arguments?: Readonly<Record<string, unknown>>;
  readonly provider_info?: ProviderInfo;
}

/** One part of a reply, in its wire format. */
export type OutputItem =
  | { readonly type: 'message' | 'reasoning'; readonly content: string }
  | {
      readonly type: 'tool_call';
      readonly tool: string;
      readonly arguments: Readonly<Record<string, unknown>>;
      readonly output: string;
      readonly provider_info: ProviderInfo;
    }
  | { readonly type: 'invalid_tool_call'; readonly reason: string; readonly metadata: InvalidCall };
