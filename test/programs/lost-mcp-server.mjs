// Checks that the process ends after an MCP server has ended during a call. The third argument names the SDK.
import { fileURLToPath } from 'node:url';
import { mcpTools } from '@lmux/mcp';

const sdk = process.argv[3];
const { Client } = await import(`${sdk}/client/index.js`);
const { StdioClientTransport } = await import(`${sdk}/client/stdio.js`);
const client = new Client({ name: 'client', version: '1.0.0' });
const server = fileURLToPath(new URL('ending-mcp-server.mjs', import.meta.url));
await client.connect(new StdioClientTransport({ command: process.execPath, args: [server] }));
const mcp = await mcpTools(client);
const [tool] = await mcp.tools();
const toolCall = { id: '1', name: tool.name, arguments: '{}', input: {} };
const context = { signal: new AbortController().signal, toolCall, progress: () => {} };
const code = await tool.run({}, context).catch((error) => error.code);
console.log(JSON.stringify({ code }));
// Deliberately not closed, because nothing that remains of the call may keep the process alive.
