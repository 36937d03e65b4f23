import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';

/** A temporary folder of the running test. */
export interface ConfigFolder {
  readonly root: string;
  /** Writes files into the folder. Strings are written as they are, other values as JSON. */
  write(files: Readonly<Record<string, string | object>>): Promise<void>;
}

/** Creates a temporary folder for each test of a file, and removes it after the test. */
export function configFolder(): ConfigFolder {
  let root = '';
  beforeEach(async () => {
    root = await realpath(await mkdtemp(join(tmpdir(), 'lmux-config-')));
  });
  afterEach(() => rm(root, { recursive: true }));
  return {
    get root() {
      return root;
    },
    async write(files) {
      for (const [name, content] of Object.entries(files)) {
        const path = join(root, name);
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
      }
    },
  };
}
