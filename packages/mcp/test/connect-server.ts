import { Client, type ClientOptions } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { Server, type ServerOptions } from '@modelcontextprotocol/sdk/server/index.js';
import { ErrorCode, ListToolsRequestSchema, McpError, type Result } from '@modelcontextprotocol/sdk/types.js';
import { closeAfterTest } from '@lmux/test-support';

/** What a request handler of the SDK receives beside the request. */
export type CallExtra = Parameters<Parameters<Server['setRequestHandler']>[1]>[1];

/** An MCP server of a test. Each part has a default. */
export interface ServerParts {
  /** Returns a page of the list. It is sent as it is, also if it is not one. */
  readonly list?: (cursor: string | undefined) => unknown;
  /** Runs a tool. The result is sent as it is, also if it is not one. */
  readonly call?: (params: { name: string; arguments?: unknown }, extra: CallExtra) => unknown;
  readonly server?: ServerOptions;
  readonly client?: ClientOptions;
}

/** Returns a page with tools of these names. */
export function pageOf(...names: readonly string[]): { tools: object[] } {
  return { tools: names.map((name) => ({ name, inputSchema: { type: 'object', properties: {} } })) };
}

/** Starts an MCP server in this process and connects a client to it. Both are closed after the test. */
export async function connectServer({ list, call, ...options }: ServerParts = {}): Promise<{
  client: Client;
  server: Server;
}> {
  const server = new Server(
    { name: 'server', version: '1.0.0' },
    { capabilities: { tools: { listChanged: true } }, ...options.server },
  );
  server.setRequestHandler(ListToolsRequestSchema, async ({ params }) => {
    return (await (list ?? ((): object => pageOf('echo')))(params?.cursor)) as object;
  });
  // The handler of "tools/call" would check the result.
  server.fallbackRequestHandler = async ({ method, params }, extra): Promise<Result> => {
    if (method !== 'tools/call') throw new McpError(ErrorCode.MethodNotFound, method);
    return (await (call ?? ((): object => ({ content: [] })))(params as { name: string }, extra)) as Result;
  };
  const client = new Client({ name: 'client', version: '1.0.0' }, options.client);
  await connect(client, server);
  return { client, server };
}

/** Connects a client and a server through memory. Both are closed after the test. */
export async function connect(client: Client, server: Server): Promise<void> {
  const [near, far] = InMemoryTransport.createLinkedPair();
  await Promise.all([server.connect(far), client.connect(near)]);
  closeAfterTest(client);
  closeAfterTest(server);
}
