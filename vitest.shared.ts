import { readdirSync } from 'node:fs';
import type { ViteUserConfig } from 'vitest/config';

export const packages = readdirSync(new URL('packages', import.meta.url));

/** Tests of the source: the paths of tsconfig.base.json lead from a package's name to its src, nothing is built. */
export const fromSource = { resolve: { tsconfigPaths: true } } satisfies ViteUserConfig;

/** Tests that need a browser or a running server: kept out of `npm test`, each with a command of its own. */
export const OUTSIDE = {
  browser: ['packages/*/test/browser/**/*.browser.test.ts', 'test/browser/**/*.browser.test.ts'],
  live: ['packages/*/test/live/**/*.live.test.ts', 'test/live/**/*.live.test.ts'],
};
