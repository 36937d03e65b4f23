import { startEmulator } from '@lmux/emulator';
import { expect, test } from 'vitest';
import { run } from '../test/run-example.ts';

test('mcp-on-server shows the tools that the server ran', async () => {
  await using emulator = await startEmulator();
  const env = { LM_BASE_URL: emulator.url, LM_MODEL: 'qwen/qwen3-4b-2507' };
  const { code, output } = await run('mcp-on-server.ts', env);
  expect(output).toMatch(/\[playwright\(\{.*\}\) returned .+\]/);
  expect(code).toBe(0);
});

test('mcp calls a tool of an MCP server and shows the response to its result', async () => {
  await using emulator = await startEmulator({
    reply: ({ messages }) => {
      const last = messages.at(-1);
      if (last?.role === 'tool') return `The tool said: ${last.text}`;
      return { toolCalls: [{ name: 'demo_get-sum', arguments: { a: 1234, b: 4321 } }] };
    },
  });
  const { code, output } = await run('mcp.ts', { LM_BASE_URL: emulator.url, LM_MODEL: 'qwen/qwen3-4b-2507' });
  expect(output).toContain('[demo_get-sum({"a":1234,"b":4321})]');
  expect(output).toContain('The tool said: The sum of 1234 and 4321 is 5555.');
  expect(code).toBe(0);
});
