import { readFileSync } from 'node:fs';
import { DEFAULT_MODELS, startEmulator } from '@lmux/emulator';
import { expect, test } from 'vitest';
import { run } from '../test/run-example.ts';

test.each([
  { provider: 'lmstudio', as: 'lmstudio' },
  { provider: 'ollama', as: 'ollama' },
  { provider: 'llamacpp', as: 'llamacpp' },
] as const)('chatbot keeps the history of the chat with provider $provider', async ({ provider, as }) => {
  await using emulator = await startEmulator({ as, models: DEFAULT_MODELS });
  const env = { LM_PROVIDER: provider, LM_BASE_URL: emulator.url, LM_MODEL: 'qwen/qwen3-4b-2507' };
  const { code, output } = await run('chatbot.ts', env, { input: 'My name is Ada.\nWhat is my name?\n' });
  expect(output).toContain('You said: "My name is Ada."');
  expect(output).toContain('You said: "What is my name?"');
  const history = /Reply in one sentence\..*My name is Ada\..*"assistant".*What is my name\?/;
  expect(JSON.stringify(emulator.requests.at(-1)?.body)).toMatch(history);
  expect(code).toBe(0);
});

test('chatbot continues after an error, without the message that failed', async () => {
  await using emulator = await startEmulator();
  const env = { LM_BASE_URL: emulator.url, LM_MODEL: 'no-such-model' };
  const { code, output } = await run('chatbot.ts', env, { input: 'One.\nTwo.\n' });
  expect(output.match(/model_not_found: /g)).toHaveLength(2);
  expect(JSON.stringify(emulator.requests.at(-1)?.body)).not.toContain('One.');
  expect(code).toBe(0);
});

test('chatbot is the program in the guide, which begins after its client', () => {
  const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
  const [, program = 'no client'] = read('chatbot.ts').split(/^await using client = .*\n/m);
  expect(read('../docs/guide/chat.md')).toContain(`'@lmux/core';\n\n${program}\`\`\``);
});
