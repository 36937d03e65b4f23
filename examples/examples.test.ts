import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DEFAULT_MODELS, startEmulator } from '@lmux/emulator';
import { describe, expect, test } from 'vitest';
import { run } from '../test/run-example.ts';

/** Returns a local URL where nothing listens. */
async function unusedUrl(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

/** Each provider, with the server profile of the emulator that it uses here. */
const PROVIDERS = [
  { provider: 'lmstudio', as: 'lmstudio', path: '/api/v1/chat' },
  { provider: 'openai', as: 'lmstudio', path: '/v1/chat/completions' },
  { provider: 'ollama', as: 'ollama', path: '/api/chat' },
  { provider: 'llamacpp', as: 'llamacpp', path: '/v1/chat/completions' },
] as const;

describe('demo', () => {
  test('starts an emulator if no server responds, and exits by itself', async () => {
    const { code, output } = await run('demo.ts', { LM_BASE_URL: await unusedUrl() });
    expect(output).toContain('An emulator was started');
    expect(output).toMatch(/Models\n {2}\S+/);
    expect(output).toContain('This is the lmux emulator.');
    expect(output.match(/^ {2}-?\d\.\d{3} {2}"/gm)).toHaveLength(2);
    expect(code).toBe(0);
  });

  test('uses the server at LM_BASE_URL', async () => {
    await using emulator = await startEmulator({ reply: 'From the test server.' });
    const { code, output } = await run('demo.ts', { LM_BASE_URL: emulator.url });
    expect(output).toContain(`Server: ${emulator.url}, provider lmstudio`);
    expect(output).toContain('From the test server.');
    expect(code).toBe(0);
  });

  test('prints the error and exits with 1 if the server rejects the request', async () => {
    await using emulator = await startEmulator({ auth: 'sk-lm-abcdefgh:abcdefghijklmnopqrst' });
    const { code, output } = await run('demo.ts', { LM_BASE_URL: emulator.url });
    expect(output).toContain('authentication: ');
    expect(output).not.toContain('    at ');
    expect(code).toBe(1);
  });
});

test('quick-start is the code in the getting-started guide', () => {
  const [, program] = readFileSync(new URL('quick-start.ts', import.meta.url), 'utf8').split(/^\/\/.*\n/, 2);
  expect(readFileSync(new URL('../docs/guide/getting-started.md', import.meta.url), 'utf8')).toContain(program);
});

describe('models', () => {
  test.each(PROVIDERS.filter(({ provider }) => provider === 'ollama' || provider === 'llamacpp'))(
    'loads, chats and unloads with provider $provider',
    async ({ provider, as }) => {
      await using emulator = await startEmulator({ as, loadMs: 5, models: DEFAULT_MODELS });
      const model = 'qwen/qwen3-4b-thinking-2507';
      const env = { LM_PROVIDER: provider, LM_BASE_URL: emulator.url, LM_MODEL: model };
      const { code, output } = await run('models.ts', env);
      expect(output).toMatch(/loading qwen\S+ .* 100%/);
      // A router of llama.cpp knows this row only after the load.
      expect(output).toMatch(/│ tools +│ true +│ 'server' +│/);
      expect(output).toContain('Say hello.');
      expect(output).toMatch(/unloaded: qwen\/qwen3-4b-thinking-2507/);
      expect(code).toBe(0);
    },
  );

  const models = [...DEFAULT_MODELS, { id: 'acme/new-1b', download: {} }];

  test('downloads, loads, chats and unloads', async () => {
    await using emulator = await startEmulator({ models, downloadMs: 1, loadMs: 1 });
    const { code, output } = await run('models.ts', { LM_BASE_URL: emulator.url, LM_DOWNLOAD: 'acme/new-1b' });
    expect(output).toContain('downloading acme/new-1b');
    expect(output).toMatch(/'qwen\/qwen3-4b-2507' +│ 'llm' +│ true +│ 2497280256/);
    expect(output).toMatch(/│ reasoning +│ true +│ 'server' +│/);
    expect(output).toContain('Say hello.');
    expect(output).toContain('unloaded: qwen/qwen3-4b-thinking-2507');
    expect(code).toBe(0);
  });

  test('exits immediately and cleanly on Ctrl-C during a wait', async () => {
    await using emulator = await startEmulator({ models, downloadMs: 600_000 });
    const env = { LM_BASE_URL: emulator.url, LM_DOWNLOAD: 'acme/new-1b' };
    const requested = emulator.received(2);
    const { code, output } = await run('models.ts', env, {
      async meanwhile(interrupt) {
        await requested;
        interrupt();
      },
    });
    expect(output).toContain('aborted: ');
    expect(code).toBe(130);
  });
});

describe('stateful-chat', () => {
  test('fails with another provider, and names the providers that support the feature', async () => {
    const env = { LM_PROVIDER: 'ollama', LM_BASE_URL: 'http://127.0.0.1:9', LM_MODEL: 'any' };
    const { code, output } = await run('stateful-chat.ts', env);
    expect(output).toMatch(/^capability_unsupported: .*statefulChat.*lmstudio/);
    expect(code).toBe(1);
  });

  test('continues the chat that the server stores', async () => {
    await using emulator = await startEmulator();
    const { code, output } = await run('stateful-chat.ts', {
      LM_BASE_URL: emulator.url,
      LM_MODEL: 'qwen/qwen3-4b-2507',
    });
    expect(output).toContain('I remember 1 turn before that');
    expect(output.match(/resp_\w+/g)).toHaveLength(3);
    expect(code).toBe(0);
  });
});

test('tools sends the errors of tools and unknown tools to the model', async () => {
  const calls = [
    { name: 'get_weather', arguments: { city: 5 } },
    { name: 'constructor', arguments: { city: 'Paris' } },
    { name: 'get_time', arguments: '[' },
  ];
  await using emulator = await startEmulator({
    reply: ({ messages }) => (messages.at(-1)?.role === 'tool' ? 'The end.' : { toolCalls: calls }),
  });
  const { code, output } = await run('tools.ts', { LM_BASE_URL: emulator.url, LM_MODEL: 'qwen/qwen3-4b-2507' });
  expect(output).toMatch(/\[get_weather\(.*expected string/);
  expect(output).toMatch(/\[constructor\(.*There is no tool/);
  expect(output).toMatch(/\[get_time\(\[\): .*JSON/);
  expect(output).toContain('The end.');
  expect(code).toBe(0);
});

describe.each(PROVIDERS)('with provider $provider', ({ provider, as, path }) => {
  const CHAT_MODEL = 'qwen/qwen3-4b-2507';
  const EMBED_MODEL = 'text-embedding-nomic-embed-text-v1.5';

  /** Runs an example against an emulator and resolves with its output. The example must exit by itself, with code 0. */
  async function outputOf(file: string): Promise<string> {
    await using emulator = await startEmulator({ as, models: DEFAULT_MODELS });
    const env = { LM_PROVIDER: provider, LM_BASE_URL: emulator.url, LM_MODEL: CHAT_MODEL, LM_EMBED_MODEL: EMBED_MODEL };
    const { code, output } = await run(file, env);
    expect(code, output).toBe(0);
    return output;
  }

  test('quick-start prints the reply', async () => {
    await using emulator = await startEmulator({ as, models: DEFAULT_MODELS });
    const env = { LM_PROVIDER: provider, LM_BASE_URL: emulator.url, LM_MODEL: CHAT_MODEL };
    const { code, output } = await run('quick-start.ts', env);
    expect(output).toContain('Why is the sky blue?');
    expect(emulator.requests.map((request) => request.path)).toEqual([path]);
    expect(code).toBe(0);
  });

  test('chat prints the reply, its finish reason and its token counts', async () => {
    const output = await outputOf('chat.ts');
    expect(output).toContain('You said: "What is the capital of France?"');
    expect(output).toMatch(/route (native|openai): \d+ tokens in, \d+ out/);
  });

  test('streaming prints the events', async () => {
    const output = await outputOf('streaming.ts');
    expect(output).toContain(`[${CHAT_MODEL} started`);
    expect(output).toContain('You said: "Tell a very short story."');
    expect(output).toMatch(/\[(stop|unknown), \d+ tokens\]/);
  });

  test('context counts the tokens of a long chat, and leaves out its oldest turns', async () => {
    const models = [{ id: CHAT_MODEL, loaded: true, contextLength: 700 }];
    await using emulator = await startEmulator({ as, models });
    const env = { LM_PROVIDER: provider, LM_BASE_URL: emulator.url, LM_MODEL: CHAT_MODEL };
    const { code, output } = await run('context.ts', env);
    expect(output).toMatch(/^turn 1: \d+ (?:± \d+ )?tokens, (?:\d+|an unknown number) left, 20 sent$/m);
    expect(output).toMatch(/history_trimmed: The \d+ oldest messages were left out/);
    const sent = Array.from(output.matchAll(/(\d+) sent/g), ([, tokens]) => Number(tokens));
    expect(sent).toHaveLength(30);
    expect(Math.max(...sent)).toBeLessThanOrEqual(700);
    expect(sent.at(-1)).toBeGreaterThan(500);
    expect(code).toBe(0);
  });

  test('embed ranks the most similar text first', async () => {
    const [, first = ''] = (await outputOf('embed.ts')).split('\n');
    expect(first).toContain('The cat sleeps on the warm roof.');
  });

  test('rag finds the document that answers the question, and prints a reply', async () => {
    const lines = (await outputOf('rag.ts')).split('\n');
    expect(lines[0]).toContain('The lamp has a warranty of three years.');
    expect(lines.slice(2).join(' ')).toContain('You said: "How many years of warranty does the lamp have?"');
  });

  test('tools runs both tools and prints the final reply', async () => {
    const output = await outputOf('tools.ts');
    expect(output).toContain('[get_weather({');
    expect(output).toContain('[get_time({');
    expect(output.trimEnd().split('\n').at(-1)).toContain('emulator');
  });

  test('structured-output prints the title while it arrives, and the object', async () => {
    expect(await outputOf('structured-output.ts')).toMatch(/^(?:\r[^\r]*)+ \(\d+ minutes\)\n- /);
  });

  test('rx-tokens prints tokens, a snapshot, and the second question', async () => {
    const output = await outputOf('rx-tokens.ts');
    expect(output).toContain('You said: "Tell a very short story."');
    expect(output).toContain('[done] This is the lmux emulator.');
    expect(output).toContain('What is a sail?: ');
  });

  test('dependency-injection uses the injected client and its own logger, and closes the client', async () => {
    const output = await outputOf('dependency-injection/dist/main.js');
    expect(output).toContain(`provider ${provider}`);
    expect(output).toContain('[response started]');
    expect(output).toContain('You said: "Greet Ada in one sentence."');
    expect(output).toContain('after dispose: closed');
    expect(output).not.toContain('Grace');
  });
});

test('every example has at most 60 lines and states what it shows', () => {
  const isExample = (name: string): boolean => /^(?!demo)[\w-]+\.ts$/.test(name);
  const files = readdirSync(import.meta.dirname).filter(isExample);
  const parts = readdirSync(join(import.meta.dirname, 'dependency-injection/src'));
  expect(files.length).toBeGreaterThan(8);
  for (const name of [...files, 'dependency-injection/src/main.ts']) {
    expect(readFileSync(join(import.meta.dirname, name), 'utf8'), name).toMatch(/^\/\/ Shows /);
  }
  for (const name of [...files, ...parts.map((part) => join('dependency-injection/src', part))]) {
    const program = readFileSync(join(import.meta.dirname, name), 'utf8');
    expect(program.split('\n').length, name).toBeLessThanOrEqual(61);
  }
});
