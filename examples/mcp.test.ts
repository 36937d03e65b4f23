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
