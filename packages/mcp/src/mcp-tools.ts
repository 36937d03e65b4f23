import type { ToolSource } from '@lmux/tools';
import { checkOptions } from './check-options.js';
import type { McpClient, McpToolInfo } from './mcp-client.js';
import type { McpTool } from './mcp-tool.js';
import { McpToolSource } from './mcp-tool-source.js';

/** The options of `mcpTools`. */
export interface McpToolsOptions {
  /** Names of the tools to use, as the MCP server lists them, or a function that selects them. Default: all tools. */
  readonly include?: readonly string[] | ((tool: McpToolInfo) => boolean) | undefined;
  /** Text before the name of each tool, so that the tools of two servers have different names. At most 32 letters, digits, `_` and `-`. Default: none. */
  readonly prefix?: string | undefined;
  /** Maximum time in milliseconds that a call or a page of the list may take without a result or progress. Default 60,000. */
  readonly timeoutMs?: number | undefined;
  /** Whether images of results are passed to the model. If false, a note with the type and the size takes the place of each. Default true. */
  readonly images?: boolean | undefined;
  /** Aborts the first list of the tools. The signal of a call comes from `runTools`. */
  readonly signal?: AbortSignal | undefined;
}

/** The tools of an MCP server. Pass it to `runTools`, which reads the tools of now before each step. */
export interface McpTools extends ToolSource, AsyncDisposable {
  /**
   * Returns the tools of now. Lists them again if the server has said that they have changed, or if the MCP client has a new connection.
   *
   * @throws `closed` after `close`, and the errors of `mcpTools`.
   */
  tools(): Promise<readonly McpTool[]>;
  /** Ends the subscription to changes. Does not close the MCP client, and running calls continue. */
  close(): Promise<void>;
}

/**
 * Lists the tools of an MCP server.
 *
 * The model sees names of at most 64 letters, digits, `_` and `-`, because most servers refuse others. Other characters become `_`. A name that is then too long or
 * used twice ends with digits. The MCP server is called with its own names.
 *
 * @param client A connected client of `@modelcontextprotocol/sdk`. It stays that of the caller.
 * @throws `invalid_request` if an option is invalid, `include` names a tool that the server does not list or `include` throws,
 * `connection_failed` if the client is not connected or loses its connection, `total_timeout`, `aborted`, `limit_exceeded` if the list does not end, and
 * `server_error`, `unexpected_response`, `authentication` or `permission_denied` if the server refuses to list its tools.
 */
export async function mcpTools(client: McpClient, options: McpToolsOptions = {}): Promise<McpTools> {
  const source = new McpToolSource(client, checkOptions(client, options));
  try {
    await source.start(options.signal);
    return source;
  } catch (error) {
    await source.close();
    throw error;
  }
}
