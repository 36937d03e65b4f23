import type { JsonObject } from '@lmux/core';
import type { Tool } from '@lmux/tools';
import { type CallOptions, callTool } from './call-tool.js';
import type { McpToolOutput } from './convert-result.js';
import type { McpClient, McpToolInfo } from './mcp-client.js';

/** A tool of an MCP server. Running it calls the server. */
export interface McpTool extends Tool<JsonObject, McpToolOutput> {
  /** The tool as the MCP server listed it, with its own name and its annotations. Not enumerable, since `runTools` refuses fields that it does not know. */
  readonly mcp: McpToolInfo;
  /** JSON Schema of the arguments. */
  readonly parameters: JsonObject;
  /** Calls the tool at the MCP server. */
  readonly run: NonNullable<Tool<JsonObject, McpToolOutput>['run']>;
}

/** Returns the tool that the model sees under a name. */
export function createMcpTool(client: McpClient, mcp: McpToolInfo, name: string, options: CallOptions): McpTool {
  const description = mcp.description || mcp.title || mcp.annotations?.title;
  const tool: Omit<McpTool, 'mcp'> = {
    name,
    ...(description && { description }),
    // OpenAI's API refuses a schema of an object without "properties".
    parameters: 'properties' in mcp.inputSchema ? mcp.inputSchema : { ...mcp.inputSchema, properties: {} },
    run: (input, context) => callTool(client, mcp, options, input, context),
  };
  return Object.defineProperty(tool, 'mcp', { value: mcp }) as McpTool;
}
