import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
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

const BUILT = fileURLToPath(new URL('../dist/cli.js', import.meta.url));

// `npm test` builds first. Without a build, the tests above cover everything except the five lines of cli.ts.
test.skipIf(!existsSync(BUILT) || process.platform === 'win32')(
  'the built command exits with 0 on SIGTERM',
  async () => {
    const child = spawn(process.execPath, [BUILT, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'exit');
    const [first] = (await once(child.stdout, 'data')) as [Buffer];
    expect(first.toString()).toContain('listening on http://127.0.0.1:');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  },
);
