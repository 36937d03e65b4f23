import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { Tool, ToolSource } from '@lmux/tools';
import { expectTypeOf, test } from 'vitest';
import { type McpClient, type McpTool, type McpToolOutput, mcpTools, type McpTools } from './index.js';

declare const client: Client;

test('the client of the SDK is an MCP client', () => {
  expectTypeOf<Client>().toExtend<McpClient>();
  expectTypeOf(mcpTools(client)).toEqualTypeOf<Promise<McpTools>>();
});

test('the tools are a source of tools, and each is a tool', () => {
  expectTypeOf<McpTools>().toExtend<ToolSource>();
  expectTypeOf<McpTools>().toExtend<AsyncDisposable>();
  expectTypeOf<McpTool>().toExtend<Tool>();
});

test('a tool has its annotations, and its result is text or parts', () => {
  expectTypeOf<McpTool['mcp']['annotations']>().exclude<undefined>().toHaveProperty('destructiveHint');
  expectTypeOf<Awaited<ReturnType<McpTool['run']>>>().toEqualTypeOf<McpToolOutput>();
});

test('include receives the tool of the server', () => {
  const made = mcpTools(client, {
    include: ({ name, annotations }) => name !== 'a' && annotations?.readOnlyHint === true,
  });
  expectTypeOf(made).resolves.toEqualTypeOf<McpTools>();
  // @ts-expect-error The names are texts.
  void mcpTools(client, { include: [1] });
});
