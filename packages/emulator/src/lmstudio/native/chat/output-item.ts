/** Where a tool comes from. */
export type ProviderInfo =
  | { readonly type: 'plugin'; readonly plugin_id: string }
  | { readonly type: 'ephemeral_mcp'; readonly server_label: string };

/** What was wrong with a call that was not run. */
export interface InvalidCall {
  readonly type: 'invalid_name' | 'invalid_arguments';
  readonly tool_name: string;
  readonly arguments?: Readonly<Record<string, unknown>>;
  readonly provider_info?: ProviderInfo;
}

/** One part of a reply, as the wire has it. */
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
