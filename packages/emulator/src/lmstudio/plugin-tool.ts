/** A tool of a plugin or MCP server, which the server itself runs. */
export interface PluginTool {
  readonly name: string;
  readonly description?: string;
  /** JSON Schema of the arguments. Default: an object with a string `query`. */
  readonly parameters?: Record<string, unknown>;
  /**
   * Returns the output text. If it throws, the error message becomes the output. Default: a sentence with the
   * arguments.
   */
  readonly run?: (args: Readonly<Record<string, unknown>>) => string;
}

/** Tools by plugin id (`mcp/name`), or by the `server_label` of an MCP server that a request specifies. */
export type Plugins = Readonly<Record<string, readonly PluginTool[]>>;
