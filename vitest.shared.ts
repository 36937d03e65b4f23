import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ViteUserConfig } from 'vitest/config';

const read = (path: string): unknown => JSON.parse(readFileSync(join(import.meta.dirname, path), 'utf8'));
const { compilerOptions } = read('tsconfig.base.json') as { compilerOptions: { paths: Record<string, [string]> } };

/**
 * Tests are of the source: the paths of tsconfig.base.json lead from a package's name to its src, nothing is built.
 * They are written as aliases, because the resolver would look for `#names` in what was built first.
 */
export const fromSource: ViteUserConfig = {
  resolve: {
    alias: Object.entries(compilerOptions.paths).map(([name, [path]]) => ({
      find: new RegExp(`^${name}$`),
      replacement: join(import.meta.dirname, path),
    })),
  },
};

export const packages = readdirSync(join(import.meta.dirname, 'packages'));

/** Tests that need a browser, nginx or a running server: kept out of `npm test`, each with a command of its own. */
export const OUTSIDE = {
  browser: ['packages/*/test/browser/**/*.browser.test.ts', 'test/browser/**/*.browser.test.ts'],
  proxy: ['test/proxy/**/*.proxy.test.ts'],
  live: ['packages/*/test/live/**/*.live.test.ts', 'test/live/**/*.live.test.ts'],
};
