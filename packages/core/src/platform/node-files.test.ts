import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { configFolder } from '../../test/support/config-folder.js';
import { readText } from './node-files.js';

/** True while every path looks like a regular file until it is opened. */
const faked = vi.hoisted(() => ({ isFile: false }));

vi.mock('node:fs/promises', async (original) => {
  const actual = await original<typeof fs>();
  const stat = (path: string): Promise<unknown> =>
    faked.isFile ? Promise.resolve({ isFile: () => true }) : actual.stat(path);
  return { ...actual, stat };
});

const folder = configFolder();

describe('readText', () => {
  test.skipIf(process.platform !== 'linux')('closes the file after a success and after a failure', async () => {
    const path = join(folder.root, 'file');
    await fs.writeFile(path, 'text');
    const open = async (): Promise<number> => (await fs.readdir('/proc/self/fd')).length;
    const before = await open();
    const results: unknown[] = [];
    // Kept, since the collection of a handle would close it too.
    for (let round = 0; round < 50; round += 1)
      results.push(await readText(path, round % 2 === 0 ? 4 : 3).catch((error: Error) => error.message));
    expect(results.slice(0, 2)).toEqual(['text', 'It is larger than 3 bytes.']);
    expect((await open()) - before).toBeLessThan(20);
  });

  test.skipIf(process.platform === 'win32')(
    'rejects a pipe that took the place of the file, without waiting',
    async () => {
      const path = join(folder.root, 'pipe');
      execFileSync('mkfifo', [path]);
      faked.isFile = true;
      try {
        await expect(readText(path, 100)).rejects.toThrow('It is not a regular file.');
      } finally {
        faked.isFile = false;
      }
    },
  );
});
