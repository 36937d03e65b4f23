import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');
const KILOBYTE = 1000;
const MEGABYTE = 1_000_000;

/** What an application's bundle grows by, minified and gzipped: of the packages as they are built. */
async function bundled(contents: string): Promise<{ bytes: number; inputs: string[] }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: ROOT },
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'esm',
    write: false,
    metafile: true,
    logLevel: 'silent',
    // As a stranger would bundle it: the repository's own paths lead to the source.
    tsconfigRaw: '{}',
  });
  return { bytes: gzipSync(outputFiles[0]?.contents ?? '').length, inputs: Object.keys(metafile.inputs) };
}

// The measured size plus 1 kB. What is in them is in docs/guide/performance.md.
test.each([
  ['a client', `export { createClient } from '@lmux/core'; export { openai } from '@lmux/provider-openai';`, 47.9],
  ["the server's own API alone", `export { OpenAIApi } from '@lmux/provider-openai';`, 21.6],
])('%s keeps to its budget in a bundle for browsers', async (_name, contents, kilobytes) => {
  const { bytes, inputs } = await bundled(contents);
  expect(bytes).toBeLessThan(kilobytes * KILOBYTE);
  expect(inputs.filter((path) => path.includes('node_modules/undici/'))).toEqual([]);
});

function sizeOf(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.size;
  const names = readdirSync(path).filter((name) => name !== 'node_modules');
  return names.reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

/** The folder of a package that another one asks for: some have no door to their package.json. */
function folderOf(name: string, from: string): string {
  const places = createRequire(join(from, 'package.json')).resolve.paths(name) ?? [];
  const folder = places.map((path) => join(path, name)).find((path) => existsSync(path));
  if (folder === undefined) throw new Error(`${name} is not installed`);
  return folder;
}

function installed(folder: string, seen: Set<string>): number {
  if (seen.has(folder)) return 0;
  seen.add(folder);
  const { dependencies = {}, files } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>;
    files?: string[];
  };
  const isOurs = folder.includes('@lmux');
  const own = isOurs ? (files ?? []).reduce((sum, name) => sum + sizeOf(join(folder, name)), 0) : sizeOf(folder);
  return Object.keys(dependencies).reduce((sum, name) => sum + installed(folderOf(name, folder), seen), own);
}

test('core and both providers keep to their budget on disk, with all that they depend on', () => {
  const seen = new Set<string>();
  const packages = ['core', 'provider-openai', 'provider-lmstudio'].map((name) =>
    join(ROOT, 'node_modules/@lmux', name),
  );
  expect(packages.reduce((sum, folder) => sum + installed(folder, seen), 0)).toBeLessThan(5 * MEGABYTE);
});
