import { builtinModules } from 'node:module';
import { basename, resolve } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');

/** Bundles core under conditions of a runtime, and returns the names of the platform files that the bundle contains. */
async function platformsUnder(conditions: readonly string[], program: string): Promise<string[]> {
  const { metafile } = await build({
    stdin: { contents: program, resolveDir: ROOT },
    bundle: true,
    platform: 'neutral',
    conditions: [...conditions],
    mainFields: ['module', 'main'],
    external: [...builtinModules, 'undici'],
    format: 'esm',
    write: false,
    metafile: true,
    logLevel: 'silent',
    // As in an application. The repository's own paths lead to the source.
    tsconfigRaw: '{}',
  });
  return Object.keys(metafile.inputs)
    .filter((path) => path.includes('/platform/'))
    .map((path) => basename(path));
}

test.each<[runtime: string, conditions: readonly string[], platform: string]>([
  ['Node', ['node'], 'node'],
  ['Deno', ['deno', 'node'], 'node'],
  ['Bun', ['bun', 'node'], 'bun'],
  ['Workers', ['workerd', 'worker', 'browser'], 'web'],
  ['Workers with compatibility with Node', ['workerd', 'node'], 'web'],
  ['the edge runtime of Next', ['edge-light', 'node'], 'web'],
  ['browsers', ['browser'], 'web'],
  ['a bundler for browsers that sets node too', ['browser', 'node'], 'web'],
  ['an unknown runtime', [], 'web'],
])('%s uses its platform', async (_runtime, conditions, platform) => {
  expect(await platformsUnder(conditions, `export { createClient } from '@lmux/core';`)).toEqual([`${platform}.js`]);
  expect(await platformsUnder(conditions, `module.exports = require('@lmux/core');`)).toEqual([`${platform}.cjs`]);
});
