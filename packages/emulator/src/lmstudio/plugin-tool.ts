/** A tool that the server itself runs, out of a plugin or an MCP server. */
export interface PluginTool {
  readonly name: string;
  readonly description?: string;
  /** JSON Schema of the arguments. Default: an object with a text called `query`. */
  readonly parameters?: Record<string, unknown>;
  /** The text that it gives; what it throws becomes text too. Default: a sentence with the arguments. */
  readonly run?: (args: Readonly<Record<string, unknown>>) => string;
}

/** Tools by the plugin's id (`mcp/name`) or the `server_label` of a server that a request brings along. */
export type Plugins = Readonly<Record<string, readonly PluginTool[]>>;
