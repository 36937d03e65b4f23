import { createClient, type Message, toolMessage } from '@lmux/core';
import { startEmulator } from '@lmux/emulator';
import { openai } from '@lmux/provider-openai';
import { closeAfterTest } from '@lmux/test-support';
import { expect, test } from 'vitest';
import { mcpTools } from '../src/index.js';
import { connectServer } from './connect-server.js';
import { runContext } from './run-context.js';

test('a model calls the tools of an MCP server in a chat', async () => {
  const { client: mcpClient } = await connectServer({
    call: ({ arguments: input }) => ({ content: [{ type: 'text', text: `Echo: ${JSON.stringify(input)}` }] }),
  });
  const mcp = closeAfterTest(await mcpTools(mcpClient, { prefix: 'my_' }));
  const emulator = closeAfterTest(
    await startEmulator({
      reply: ({ messages }) => {
        const last = messages.at(-1);
        if (last?.role === 'tool') return `The tool said: ${last.text}`;
        return { toolCalls: [{ name: 'my_echo', arguments: { text: 'hello' } }] };
      },
    }),
  );
  const config = { provider: 'openai', baseUrl: `${emulator.url}/v1`, model: 'qwen/qwen3-4b-2507' } as const;
  const client = closeAfterTest(createClient({ plugins: [openai], config }));
  const messages: Message[] = [{ role: 'user', content: 'Say hello.' }];
  const tools = await mcp.tools();
  expect(tools.flatMap(Object.keys)).toEqual(['name', 'parameters', 'run']);
  const definitions = tools.map(({ name, description, parameters }) => ({ name, description, parameters }));
  const { message, toolCalls } = await client.chat({ messages, tools: definitions });
  messages.push(message);
  for (const call of toolCalls) {
    const tool = tools.find(({ name }) => name === call.name);
    messages.push(toolMessage(call, await tool?.run(call.input as { text: string }, runContext())));
  }
  const { text } = await client.chat({ messages, tools: definitions });
  expect(text).toBe('The tool said: Echo: {"text":"hello"}');
});
