// Shows tools that LM Studio runs itself, with their arguments and results. LM_PLUGIN names a plugin of LM Studio (an MCP server in its
// mcp.json). LM_MCP_URL is the URL of a public MCP server to use instead. LM_BASE_URL, LM_API_KEY and LM_MODEL choose the server and
// the model.
import { configFromEnv, createClient, type Integration, isLmError } from '@lmux/core';
import { plugins } from './plugins.ts';

const { LM_PLUGIN, LM_MCP_URL, LM_PROMPT } = process.env;
const integration: Integration = LM_MCP_URL
  ? { type: 'ephemeral_mcp', serverLabel: 'example', serverUrl: LM_MCP_URL }
  : LM_PLUGIN || 'mcp/playwright';

try {
  await using client = createClient({ plugins, config: configFromEnv() });
  const stream = client.chatStream({
    messages: [
      { role: 'user', content: LM_PROMPT || `Use ${LM_PLUGIN || 'playwright'} to find out what is new today.` },
    ],
    integrations: [integration],
  });
  for await (const event of stream) {
    if (event.type === 'tool-result-start') console.log(`[${event.name} runs]`);
    if (event.type === 'tool-result') {
      const { name, arguments: input } = event.toolCall;
      console.log(`[${name}(${input}) returned ${event.failure ?? event.output}]`);
    }
    if (event.type === 'text-delta') process.stdout.write(event.text);
  }
  console.log();
} catch (error) {
  console.error(isLmError(error) ? `${error.code}: ${error.message}` : error);
  process.exitCode = 1;
}
