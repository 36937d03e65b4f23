import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ViteUserConfig } from 'vitest/config';

const read = (path: string): unknown => JSON.parse(readFileSync(join(import.meta.dirname, path), 'utf8'));
const { compilerOptions } = read('tsconfig.base.json') as { compilerOptions: { paths: Record<string, [string]> } };

/**
 * Makes tests import the source. The paths of tsconfig.base.json map the name of a package to its src folder.
 * They are passed as aliases, because vite would otherwise resolve imports such as `#platform` to the build output.
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

/** Tests that need a browser, nginx or a running server. `npm test` does not run them. Each kind has a separate command. */
export const OUTSIDE = {
  browser: ['packages/*/test/browser/**/*.browser.test.ts', 'test/browser/**/*.browser.test.ts'],
  proxy: ['test/proxy/**/*.proxy.test.ts'],
  live: ['packages/*/test/live/**/*.live.test.ts', 'test/live/**/*.live.test.ts'],
};
