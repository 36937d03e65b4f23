import type { JsonObject } from '@lmux/core';

/** What an MCP server says about the effects of a tool. These are hints: a server that is not trusted may lie. */
export interface McpToolAnnotations {
  /** Title of the tool for people. */
  readonly title?: string | undefined;
  /** True if the tool changes nothing. */
  readonly readOnlyHint?: boolean | undefined;
  /** True if the tool may delete or overwrite something. */
  readonly destructiveHint?: boolean | undefined;
  /** True if a second call with the same arguments changes nothing more. */
  readonly idempotentHint?: boolean | undefined;
  /** True if the tool reaches beyond the server, such as to the web. */
  readonly openWorldHint?: boolean | undefined;
}

/** A tool as the MCP server lists it. Fields that this type does not have are kept. */
export interface McpToolInfo {
  /** Name of the tool at the MCP server. */
  readonly name: string;
  /** Title of the tool for people. */
  readonly title?: string | undefined;
  /** Description of the tool. */
  readonly description?: string | undefined;
  /** JSON Schema of the arguments. */
  readonly inputSchema: JsonObject;
  /** JSON Schema of the structured content of a result. */
  readonly outputSchema?: JsonObject | undefined;
  /** Hints about the effects of the tool. */
  readonly annotations?: McpToolAnnotations | undefined;
  /** How the tool is run. `required` if it is run only as a task. */
  readonly execution?: { readonly taskSupport?: string | undefined } | undefined;
}

/**
 * The connected client of an MCP server: `Client` of `@modelcontextprotocol/sdk`, or of `@modelcontextprotocol/client`, its second version.
 * Only the members that lmux uses are listed here, so this package does not depend on either.
 */
export interface McpClient {
  /** The connection. `undefined` while there is none. */
  readonly transport?: object | undefined;
  /** Returns a page of the tools. */
  listTools(params?: { cursor?: string }, options?: McpRequestOptions): Promise<unknown>;
  /** Calls a tool. The position of the options depends on the version of the SDK. */
  callTool(params: { name: string; arguments?: Record<string, unknown> }, ...rest: never[]): Promise<unknown>;
  /** Returns what the server supports. */
  getServerCapabilities?(): object | undefined;
}

/** The options of the SDK for one request that lmux sets. */
export interface McpRequestOptions {
  /** Cancels the request. */
  signal?: AbortSignal;
  /** Time limit in milliseconds. */
  timeout?: number;
  /** Passes over the cache of the second version of the SDK. */
  cacheMode?: 'refresh';
  /** Called with each progress notification. */
  onprogress?: (progress: { progress: number; total?: number | undefined; message?: string | undefined }) => void;
}

/** Returns true if the client has a connection. */
export function isConnected(client: McpClient): boolean {
  return client.transport !== undefined;
}
