/** A plugin of the server whose tools the model may call (LM Studio). */
export interface PluginIntegration {
  readonly type: 'plugin';
  /** Id of the plugin, such as `mcp/name`. */
  readonly id: string;
  /** Names of the tools that the model may call. Default: all. */
  readonly allowedTools?: readonly string[] | undefined;
}

/** An MCP server that is available for this request only (LM Studio). */
export interface EphemeralMcpIntegration {
  readonly type: 'ephemeral_mcp';
  /** Label of the MCP server in the response. */
  readonly serverLabel: string;
  /** URL of the MCP server. LM Studio accepts public URLs only. */
  readonly serverUrl: string;
  /** Names of the tools that the model may call. Default: all. */
  readonly allowedTools?: readonly string[] | undefined;
  /** Headers that LM Studio sends to the MCP server. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Tools that the server runs itself: the id of a plugin, a plugin with options, or an MCP server. */
export type Integration = string | PluginIntegration | EphemeralMcpIntegration;
