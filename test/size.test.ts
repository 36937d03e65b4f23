import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { guidesOf } from '../scripts/pack-pages.ts';

const ROOT = resolve(import.meta.dirname, '..');
const KILOBYTE = 1000;
const MEGABYTE = 1_000_000;

const BROWSER_BUNDLE = {
  bundle: true,
  minify: true,
  platform: 'browser',
  format: 'esm',
  write: false,
  metafile: true,
  logLevel: 'silent',
  // As in an application. The repository's own paths lead to the source.
  tsconfigRaw: '{}',
} as const;

/** Bundles, minifies and compresses a program that uses the built packages. Returns its size, which is what an application's bundle grows by. */
async function bundled(contents: string): Promise<{ bytes: number; inputs: string[] }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: ROOT },
    ...BROWSER_BUNDLE,
  });
  return { bytes: gzipSync(outputFiles[0]?.contents ?? '').length, inputs: Object.keys(metafile.inputs) };
}

/** What other features are measured next to, because they share code with it. */
const CLIENT = `export { createClient } from '@lmux/core'; export { openai } from '@lmux/provider-openai';`;

const BROWSER_GUIDE = readFileSync(join(ROOT, 'docs/guide/browser.md'), 'utf8');

// The measured size plus 1 kB. That of a client is its size before tools (107,561 bytes) plus the 1.5 kB that they may add to it. docs/guide/performance.md lists what the bundles contain.
test.each([
  ['a client', CLIENT, 109.06],
  ['the reader of a response of toResponse alone', `export { readStreamEvents } from '@lmux/core/web';`, 7.9],
  ['what a server needs to send a stream', `export { toResponse } from '@lmux/core/web';`, 9.7],
  ["the server's own API alone", `export { OpenAIApi } from '@lmux/provider-openai';`, 46],
])('%s stays within its size budget in a browser bundle', async (_name, contents, kilobytes) => {
  const { bytes, inputs } = await bundled(contents);
  expect(bytes).toBeLessThan(kilobytes * KILOBYTE);
  expect(inputs.filter((path) => path.includes('node_modules/undici/'))).toEqual([]);
  expect(BROWSER_GUIDE).toContain(`less than ${Math.ceil(kilobytes)} kB`);
});

test('the parser of partial JSON stays within its size budget, also next to a client', async () => {
  const parser = `export { PartialJsonParser } from '@lmux/core/objects';`;
  const [alone, without, both] = await Promise.all([parser, CLIENT, CLIENT + parser].map((text) => bundled(text)));
  expect(alone?.bytes).toBeLessThan(7 * KILOBYTE);
  expect((both?.bytes ?? 0) - (without?.bytes ?? 0)).toBeLessThan(2.5 * KILOBYTE);
});

test('typed objects stay within their size budget next to a client', async () => {
  const objects = `export { explainObject, generateObject, streamObject } from '@lmux/core/objects';`;
  const [without, both] = await Promise.all([CLIENT, CLIENT + objects].map((text) => bundled(text)));
  expect((both?.bytes ?? 0) - (without?.bytes ?? 0)).toBeLessThan(12 * KILOBYTE);
});

test('the tools of MCP servers stay within their size budget next to a client, without the SDK', async () => {
  const mcp = `export { mcpTools } from '@lmux/mcp';`;
  const [without, both] = await Promise.all([CLIENT, CLIENT + mcp].map((text) => bundled(text)));
  expect((both?.bytes ?? 0) - (without?.bytes ?? 0)).toBeLessThan(4.9 * KILOBYTE);
  expect(both?.inputs.filter((path) => path.includes('node_modules/@modelcontextprotocol/'))).toEqual([]);
});

test('the plugin of emulated tools stays within its size budget next to a client', async () => {
  const plugin = `export { emulatedTools } from '@lmux/core/emulated-tools';`;
  const [without, both] = await Promise.all([CLIENT, CLIENT + plugin].map((text) => bundled(text)));
  expect((both?.bytes ?? 0) - (without?.bytes ?? 0)).toBeLessThan(11.8 * KILOBYTE);
});

test('the tool loop stays within its size budget next to a client', async () => {
  const tools = `export { runTools, tool } from '@lmux/tools';`;
  const [without, both] = await Promise.all([CLIENT, CLIENT + tools].map((text) => bundled(text)));
  expect((both?.bytes ?? 0) - (without?.bytes ?? 0)).toBeLessThan(5 * KILOBYTE);
});

test('an application that uses @lmux/rx without objects and tools loads no code for them', async () => {
  const { outputs } = (
    await build({
      stdin: { contents: `export { rx } from '@lmux/rx';`, resolveDir: ROOT },
      ...BROWSER_BUNDLE,
      splitting: true,
      outdir: join(ROOT, 'out'),
    })
  ).metafile;
  const inputs = new Set<string>();
  const add = (path: string): void => {
    const { inputs: own = {}, imports = [] } = outputs[path] ?? {};
    for (const input of Object.keys(own)) inputs.add(input);
    for (const { kind, path: next } of imports) if (kind === 'import-statement') add(next);
  };
  for (const [path, { entryPoint }] of Object.entries(outputs)) if (entryPoint === '<stdin>') add(path);
  expect([...inputs]).toContain('packages/rx/dist/index.js');
  expect([...inputs]).not.toContain('packages/core/dist/objects/index.js');
  expect([...inputs]).not.toContain('packages/tools/dist/index.js');
});

function sizeOf(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.size;
  const names = readdirSync(path).filter((name) => name !== 'node_modules');
  return names.reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

/** Returns the folder of a dependency of the package in `from`. Searches node_modules, because some packages do not export their package.json. */
function folderOf(name: string, from: string): string {
  const places = createRequire(join(from, 'package.json')).resolve.paths(name) ?? [];
  const folder = places.map((path) => join(path, name)).find((path) => existsSync(path));
  if (folder === undefined) throw new Error(`"${name}" is not installed. Run \`npm ci\` first.`);
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
  // The folder docs exists only in a packed package, which copies its guides there.
  const guides = isOurs ? guidesOf(basename(folder)).map((page) => join(ROOT, page)) : [];
  const own = isOurs
    ? [...(files ?? []).filter((name) => name !== 'docs').map((name) => join(folder, name)), ...guides]
    : [folder];
  const ownSize = own.reduce((sum, path) => sum + sizeOf(path), 0);
  return Object.keys(dependencies).reduce((sum, name) => sum + installed(folderOf(name, folder), seen), ownSize);
}

test('core and two providers stay within their size budget on disk, including all dependencies', () => {
  const seen = new Set<string>();
  const packages = ['core', 'provider-openai', 'provider-lmstudio'].map((name) =>
    join(ROOT, 'node_modules/@lmux', name),
  );
  expect(packages.reduce((sum, folder) => sum + installed(folder, seen), 0)).toBeLessThan(5.7 * MEGABYTE);
});
