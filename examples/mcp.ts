// Shows the tools of an MCP server, which runs as a process and is reached over stdio. LM_PROVIDER, LM_BASE_URL, LM_API_KEY and LM_MODEL
// choose the server and the model.
import { fileURLToPath } from 'node:url';
import { configFromEnv, createClient, isLmError } from '@lmux/core';
import { type McpTool, mcpTools } from '@lmux/mcp';
import { runTools } from '@lmux/tools';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { plugins } from './plugins.ts';

const question = process.argv[2] ?? 'What is 1234 + 4321? Use a tool.';
const server = fileURLToPath(import.meta.resolve('@modelcontextprotocol/server-everything/dist/index.js'));

/** Allows tools that change nothing. The annotations are hints, so rely on them only for servers that you trust. */
const isHarmless = (tool: McpTool | undefined): boolean => tool?.mcp.annotations?.readOnlyHint === true;

const mcpClient = new Client({ name: 'lmux-example', version: '1.0.0' });
try {
  await mcpClient.connect(
    new StdioClientTransport({ command: process.execPath, args: [server, 'stdio'], stderr: 'ignore' }),
  );
  await using mcp = await mcpTools(mcpClient, { include: ['echo', 'get-sum', 'get-tiny-image'], prefix: 'demo_' });
  await using client = createClient({ plugins, config: configFromEnv() });
  const run = runTools(
    client,
    { messages: [{ role: 'user', content: question }], tools: [mcp], maxOutputTokens: 500 },
    {
      maxSteps: 5,
      approve: async ({ name }) => {
        const tool = (await mcp.tools()).find((one) => one.name === name);
        return isHarmless(tool) ? 'run' : { deny: 'Only tools that change nothing are allowed here.' };
      },
    },
  );
  for await (const event of run) {
    if (event.type === 'text-delta') process.stdout.write(event.text);
    if (event.type === 'tool-run-start') console.log(`[${event.toolCall.name}(${event.toolCall.arguments})]`);
    if (event.type === 'tool-run-end') console.log(`[${JSON.stringify(event.error ?? event.result)}]`);
  }
  console.log();
} catch (error) {
  console.error(isLmError(error) ? `${error.code}: ${error.message}` : error);
  process.exitCode = 1;
} finally {
  await mcpClient.close();
}
