import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';

/** A temporary folder of the running test. */
export interface ConfigFolder {
  readonly root: string;
  /** Writes files below the folder: text as it is, anything else as JSON. */
  write(files: Readonly<Record<string, string | object>>): Promise<void>;
}

/** Gives each test of a file a temporary folder, which goes with it. */
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
