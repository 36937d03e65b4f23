import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { main } from '../src/cli/main.js';
import { startEmulator } from '../src/index.js';
import { chat } from './support/post.js';

const paint = (_format: unknown, text: string): string => text;

/** Runs the command in this process. Returns its output and functions to wait for a line and to stop it. */
function run(...argv: string[]) {
  const stop = new AbortController();
  const out: string[] = [];
  const err: string[] = [];
  const listeners = new Set<() => void>();
  const print = (lines: string[]) => (line: string) => {
    lines.push(line);
    for (const listen of listeners) listen();
  };
  const exit = main(argv, { out: print(out), err: print(err), paint, stop: stop.signal });
  const line = (pattern: RegExp): Promise<string> =>
    new Promise((resolve) => {
      const listen = (): void => {
        const found = out.find((text) => pattern.test(text));
        if (found !== undefined) resolve(found);
      };
      listeners.add(listen);
      listen();
    });
  return { exit, out, err, line, stop: () => stop.abort() };
}

async function urlOf(command: ReturnType<typeof run>): Promise<string> {
  return /http:\S+/.exec(await command.line(/listening on/))?.[0] ?? '';
}

describe('the lmux-emulator command', () => {
  test('serves until it is stopped and prints one line per request', async () => {
    const command = run('--port', '0', '--delay-ms', '0', '--token', 'topsecret');
    const url = await urlOf(command);
    const headers = { 'content-type': 'application/json', authorization: 'Bearer topsecret' };
    const init = { method: 'POST', headers, body: JSON.stringify(chat('Attack at dawn')) };
    const response = await fetch(`${url}/v1/chat/completions`, init);
    expect(response.status).toBe(200);
    await response.text();
    expect(await command.line(/^POST/)).toMatch(
      /^POST {2}\/v1\/chat\/completions {2}200 {2}\d+ ms {2}qwen\/qwen3-4b-2507 {2}7 \+ 14 tokens$/,
    );
    expect(command.out[1]).toMatch(/qwen3-4b-2507 +llm +loaded as qwen\/qwen3-4b-2507\n.*thinking.* +llm +not loaded/);
    expect(command.out[1]).toMatch(/POST {2}\/api\/v1\/models\/load\n/);
    command.stop();
    expect(await command.exit).toBe(0);
    expect(command.out.join('\n')).not.toMatch(/dawn|secret/);
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });

  test('prints only its URL with --quiet and applies --fault', async () => {
    const command = run('--port', '0', '--quiet', '--fault', 'status=503*1');
    const url = await command.line(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await fetch(`${url}/x`, { method: 'POST' })).status).toBe(503);
    expect((await fetch(`${url}/x`, { method: 'POST' })).status).toBe(200);
    command.stop();
    expect(await command.exit).toBe(0);
    expect(command.out).toEqual([url]);
  });

  test.each(['0.0.0.0', '::'])('warns on stderr with --host %s', async (host) => {
    const command = run('--port', '0', '--host', host, '--allowed-host', 'a.example', '--quiet');
    const url = await command.line(/^http:/);
    expect(command.err).toEqual([expect.stringContaining(`lmux-emulator: The emulator listens on ${host}, so other`)]);
    expect((await fetch(`${url}/v1/models`)).status).toBe(200);
    command.stop();
    expect(await command.exit).toBe(0);
    expect(command.out).toEqual([url]);
  });

  test.each([
    ['lmstudio', 'qwen/qwen3-4b-2507', 'text-embedding-nomic-embed-text-v1.5'],
    ['ollama', 'qwen3:4b-instruct', 'nomic-embed-text:latest'],
    ['llamacpp', 'ggml-org/gemma-3-4b-it-GGUF:Q4_K_M', 'nomic-ai/nomic-embed-text-v1.5-GGUF:Q4_K_M'],
  ])('with --as %s, the models have names of that server', async (as, chatModel, embeddingModel) => {
    const command = run('--as', as, '--port', '0', '--delay-ms', '0');
    const url = await urlOf(command);
    const send = (path: string, body: object) =>
      fetch(url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const chatted = await send('/v1/chat/completions', chat('Hi', { model: chatModel }));
    expect(await chatted.json()).toMatchObject({ choices: [{ message: { content: expect.stringContaining('Hi') } }] });
    const embedded = await send('/v1/embeddings', { model: embeddingModel, input: 'Hi' });
    expect(embedded.status).toBe(200);
    command.stop();
    expect(await command.exit).toBe(0);
  });

  test('reports a port in use and exits with 1', async () => {
    await using other = await startEmulator();
    const command = run('--port', String(other.port));
    expect(await command.exit).toBe(1);
    expect(command.err.join('')).toMatch(`Port ${other.port} is already in use`);
  });

  test('reports an invalid argument and exits with 2', async () => {
    const command = run('--port', 'x');
    expect(await command.exit).toBe(2);
    expect(command.err.join('')).toMatch(/"--port" must be.*\nRun "lmux-emulator --help" for usage\./);
  });

  test('prints the help and the version', async () => {
    const help = run('--help');
    expect(await help.exit).toBe(0);
    expect(help.out.join('')).toContain('--fault');
    const version = run('--version');
    expect(await version.exit).toBe(0);
    expect(version.out.join('')).toMatch(/^\d+\.\d+\.\d+/);
  });
});

const COMMAND = fileURLToPath(new URL('../bin/lmux-emulator.js', import.meta.url));
const isBuilt = existsSync(new URL('../dist/cli.js', import.meta.url));

// `npm test` builds first. Without a build, the tests above cover everything except the five lines of cli.ts.
test.skipIf(!isBuilt || process.platform === 'win32')('the built command exits with 0 on SIGTERM', async () => {
  const child = spawn(process.execPath, [COMMAND, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const [first] = (await once(child.stdout, 'data')) as [Buffer];
  expect(first.toString()).toContain('listening on http://127.0.0.1:');
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});

test('the command says how to build it in a clone without a build', () => {
  const clone = mkdtempSync(join(tmpdir(), 'lmux-clone-'));
  try {
    cpSync(COMMAND, join(clone, 'bin', 'lmux-emulator.js'));
    writeFileSync(join(clone, 'package.json'), '{"type":"module"}');
    const { status, stderr } = spawnSync(process.execPath, [join(clone, 'bin', 'lmux-emulator.js')], {
      encoding: 'utf8',
    });
    expect(stderr).toBe(
      'lmux-emulator: The package is not built. Run "npm run build" in the root of the repository.\n',
    );
    expect(status).toBe(1);
  } finally {
    rmSync(clone, { recursive: true });
  }
});
