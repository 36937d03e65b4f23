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

/** Runs a program on the built packages. Resolves with the JSON that it prints. The program must end by itself. */
async function run(name: string): Promise<unknown> {
  const program = fileURLToPath(new URL(`programs/${name}`, import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [program, emulator.url]);
  return JSON.parse(stdout);
}

test('two copies of core in one process work together', async () => {
  expect(await run('two-copies.mjs')).toEqual({
    sameClass: false,
    // The last one comes from the provider, which has the ESM build.
    instances: [false, false, true],
    codes: ['empty_prompt', 'capability_unsupported', 'invalid_request'],
    api: [false, false, true],
    capability: [false, true, false],
    sameToken: true,
  });
});

test('without a container, the root container of tsyringe is neither used nor visible', async () => {
  expect(await run('foreign-root.mjs')).toEqual({ seenByPlugin: false, used: false, seenByProvider: false });
});

test('undici is loaded by the first request, and an idle client lets the process end', async () => {
  expect(await run('lazy-undici.mjs')).toEqual({ before: false, after: true });
});
