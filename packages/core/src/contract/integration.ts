/** A plugin of the server that may run tools for the model (LM Studio). */
export interface PluginIntegration {
  readonly type: 'plugin';
  /** Id of the plugin, such as `mcp/name`. */
  readonly id: string;
  /** The only tools that may be used. Unset: all of them. */
  readonly allowedTools?: readonly string[] | undefined;
}

/** An MCP server that is used for this one request (LM Studio). */
export interface EphemeralMcpIntegration {
  readonly type: 'ephemeral_mcp';
  /** Name under which its tools are reported. */
  readonly serverLabel: string;
  /** Where it listens; LM Studio takes public URLs only. */
  readonly serverUrl: string;
  /** The only tools that may be used. Unset: all of them. */
  readonly allowedTools?: readonly string[] | undefined;
  /** Headers that the server sends along to it. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Tools that the server itself runs: a plugin's id, a plugin, or an MCP server. */
export type Integration = string | PluginIntegration | EphemeralMcpIntegration;
