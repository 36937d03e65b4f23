// An MCP server over stdio that ends when its tool is called.
import { createInterface } from 'node:readline';

const server = { serverInfo: { name: 'server', version: '1.0.0' }, capabilities: { tools: {} } };
const list = { tools: [{ name: 'end', inputSchema: { type: 'object', properties: {} } }] };
for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  if (method === 'tools/call') process.exit();
  const result = method === 'initialize' ? { protocolVersion: params.protocolVersion, ...server } : list;
  // A notification has no id.
  if (id !== undefined) console.log(JSON.stringify({ jsonrpc: '2.0', id, result }));
}
