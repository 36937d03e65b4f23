import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Host } from '../host.ts';
import { installed } from '../installed.ts';
import { runProgram } from '../run-program.ts';

interface JestReport {
  testResults: ReadonlyArray<{ name: string; status: string; message: string }>;
}

/** Jest as it is without flags: CommonJS. Every entry point has a file of its own, and with it globals and a module registry. */
export const host: Host = {
  name: 'jest',
  async run({ folder, entries }) {
    mkdirSync(join(folder, 'jest'));
    const files = entries.map((entry) => `${entry.replaceAll(/\W+/g, '-')}.test.cjs`);
    for (const [index, entry] of entries.entries()) {
      const program = `const { checkEntry } = require('../check-entry.cjs');
test('${entry}', () => checkEntry('${entry}', require));
`;
      writeFileSync(join(folder, 'jest', files[index] ?? ''), program);
    }
    const config = { rootDir: join(folder, 'jest'), cacheDirectory: join(folder, 'jest-cache'), watchman: false };
    const args = ['--runInBand', '--json', '--config', JSON.stringify(config)];
    const { stdout, stderr } = await runProgram(installed('jest'), args, folder);
    if (!stdout.startsWith('{')) throw new Error(stderr);
    const { testResults } = JSON.parse(stdout) as JestReport;
    return entries.map((title, index) => {
      const result = testResults.find(({ name }) => basename(name) === files[index]);
      if (result?.status === 'passed') return { title };
      return { title, error: result?.message ?? 'Jest did not run its file' };
    });
  },
};
