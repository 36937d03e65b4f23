import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Emulator, startEmulator } from '@lmux/emulator';
import { afterAll, beforeAll, expect, test } from 'vitest';

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator();
});

afterAll(() => emulator.close());

/** Runs a program that imports the built packages, and resolves with the JSON that it prints. The program must end by itself. */
async function run(name: string, ...rest: readonly string[]): Promise<unknown> {
  const program = fileURLToPath(new URL(`programs/${name}`, import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [program, emulator.url, ...rest]);
  return JSON.parse(stdout);
}

test('two copies of core in one process work together', async () => {
  expect(await run('two-copies.mjs')).toEqual({
    sameClass: false,
    // The last error is created by the provider, which uses the ESM build.
    instances: [false, false, true],
    codes: ['empty_prompt', 'capability_unsupported', 'invalid_request'],
    api: [false, false, true],
    capability: [false, true, false],
    sameToken: true,
  });
});

test('a client without a container neither uses nor sees the root container of tsyringe', async () => {
  expect(await run('foreign-root.mjs')).toEqual({ seenByPlugin: false, used: false, seenByProvider: false });
});

test('undici is loaded by the first request, and an idle client does not keep the process alive', async () => {
  expect(await run('lazy-undici.mjs')).toEqual({ before: false, after: true });
});

test('both builds of @lmux/rx load the code for objects with the first subscription', async () => {
  expect(await run('rx-objects.mjs')).toEqual({ builds: ['esm', 'cjs'], objects: [true, true] });
});

test.each(['@modelcontextprotocol/sdk', 'mcp-sdk-1.13'])(
  'nothing keeps the process alive after an MCP server has ended during a call of %s',
  async (sdk) => {
    expect(await run('lost-mcp-server.mjs', sdk)).toEqual({ code: 'connection_failed' });
  },
);

test('an uncaught exception after clients were loaded is reported', async () => {
  const program = fileURLToPath(new URL('programs/uncaught-after-loading.mjs', import.meta.url));
  const config = fileURLToPath(new URL('programs/uncaught.config.json', import.meta.url));
  const ended: unknown = await promisify(execFile)(process.execPath, [program, config]).catch(
    (error: unknown) => error,
  );
  expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining('Error: of the application') });
});

test('an import of core loads few files and no built-in module that Node has not loaded itself', async () => {
  const { files, builtins } = (await run('import-core.mjs')) as { files: number; builtins: string[] };
  // index, client, shared, base, the platform file of Node, and what it shares with that of Bun.
  expect(files).toBe(6);
  expect(builtins).toEqual([]);
});
