export { mcpTools, type McpTools, type McpToolsOptions } from './mcp-tools.js';
export type { McpTool } from './mcp-tool.js';
export type { McpToolProgress } from './call-tool.js';
export type { McpToolOutput } from './convert-result.js';
export type { McpClient, McpRequestOptions, McpToolAnnotations, McpToolInfo } from './mcp-client.js';
