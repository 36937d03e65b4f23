import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Host } from './host.ts';
import { installed } from './installed.ts';
import { runProgram } from './run-program.ts';

interface JestReport {
  testResults: ReadonlyArray<{ name: string; status: string; message: string }>;
}

interface JestFormat {
  /** Extension of the test files. */
  readonly extension: 'cjs' | 'mjs';
  readonly nodeOptions: readonly string[];
  /** Returns the test file of an entry point. */
  readonly program: (entry: string) => string;
}

/** Creates a host for Jest with one module format. Every entry point has its own test file, and so its own globals and module registry. */
export function jestHost(name: string, { extension, nodeOptions, program }: JestFormat): Host {
  return {
    name,
    async run({ folder, entries }) {
      const rootDir = join(folder, name);
      mkdirSync(rootDir);
      const files = entries.map((entry) => `${entry.replaceAll(/\W+/g, '-')}.test.${extension}`);
      for (const [index, entry] of entries.entries()) writeFileSync(join(rootDir, files[index] ?? ''), program(entry));
      const config = { rootDir, cacheDirectory: join(folder, `${name}-cache`), watchman: false };
      const args = [...nodeOptions, installed('jest'), '--runInBand', '--json', '--config', JSON.stringify(config)];
      const { stdout, stderr } = await runProgram(process.execPath, args, folder);
      if (!stdout.startsWith('{')) throw new Error(stderr);
      const { testResults } = JSON.parse(stdout) as JestReport;
      return entries.map((title, index) => {
        const result = testResults.find((one) => basename(one.name) === files[index]);
        if (result?.status === 'passed') return { title };
        return { title, error: result?.message ?? 'Jest did not run the test file.' };
      });
    },
  };
}
