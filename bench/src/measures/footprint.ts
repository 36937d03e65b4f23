/** Measures the import time, the installed size and the browser bundle size of lmux and its peers. */
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { median } from '../run-measure.ts';

/** The packages of each client. */
const SETS: Record<string, readonly string[]> = {
  lmux: ['@lmux/core', '@lmux/provider-openai'],
  openai: ['openai'],
  'AI SDK': ['ai', '@ai-sdk/openai-compatible'],
  ollama: ['ollama'],
};
/** The packages of which the installed size is measured. lmux has one more provider here. */
const INSTALLED: Record<string, readonly string[]> = {
  ...SETS,
  lmux: ['@lmux/core', '@lmux/provider-openai', '@lmux/provider-lmstudio'],
};
const BENCH = join(import.meta.dirname, '../..');

export interface FootprintRow {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly values: Readonly<Record<string, number>>;
  /** Maximum for lmux. */
  readonly target: number;
}

function runModule(source: string): number {
  const began = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', source], { cwd: BENCH });
  if (status !== 0) throw new Error(String(stderr));
  return performance.now() - began;
}

/** Measures the time that an import adds to an empty program, for each round. */
function importTimes(rounds: number): FootprintRow {
  const added: Record<string, number[]> = {};
  for (let round = 0; round < rounds; round += 1) {
    const empty = runModule('');
    for (const [name, packages] of Object.entries(SETS)) {
      const source = packages.map((specifier) => `import '${specifier}';`).join('\n');
      (added[name] ??= []).push(runModule(source) - empty);
    }
  }
  const values = Object.fromEntries(Object.entries(added).map(([name, times]) => [name, median(times)]));
  return {
    id: 'import',
    title: 'import time (core and one provider)',
    unit: 'ms',
    values,
    target: 35,
  };
}

function folderOf(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const found = join(folder, 'node_modules', name);
    if (existsSync(found)) return realpathSync(found);
    if (folder === dirname(folder)) return undefined;
  }
}

function sizeOf(path: string): number {
  const stat = lstatSync(path);
  if (!stat.isDirectory()) return stat.size;
  return readdirSync(path)
    .filter((name) => name !== 'node_modules')
    .reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

/** Returns the folders of packages and all their dependencies. */
function closure(names: readonly string[], from: string, found = new Set<string>()): Set<string> {
  for (const name of names) {
    const folder = folderOf(name, from);
    if (folder === undefined || found.has(folder)) continue;
    found.add(folder);
    const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      dependencies?: Record<string, string>;
    };
    closure(Object.keys(dependencies), folder, found);
  }
  return found;
}

/** Returns the size of a package. For a package of this repository, only the published files count. */
function publishedSize(folder: string): number {
  if (folder.includes('node_modules')) return sizeOf(folder);
  const { files = [] } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { files?: string[] };
  return [...files, 'package.json', 'README.md', 'LICENSE']
    .map((name) => join(folder, name))
    .filter((path) => existsSync(path))
    .reduce((sum, path) => sum + sizeOf(path), 0);
}

/** Returns the size of packages with all their dependencies, in megabytes. */
function installedSize(names: readonly string[]): number {
  return [...closure(names, BENCH)].reduce((sum, folder) => sum + publishedSize(folder), 0) / 1e6;
}

function installedSizes(): FootprintRow {
  const values = Object.fromEntries(
    Object.entries(INSTALLED).map(([name, packages]) => [name, installedSize(packages)]),
  );
  return {
    id: 'installed',
    title: 'installed size with dependencies (core and two providers)',
    unit: 'MB',
    values,
    target: 5.5,
  };
}

async function bundleSizes(): Promise<FootprintRow> {
  const values: Record<string, number> = {};
  for (const [name, packages] of Object.entries(SETS)) {
    const contents = packages.map((specifier, index) => `export * as entry${index} from '${specifier}';`).join('\n');
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: BENCH },
      bundle: true,
      minify: true,
      platform: 'browser',
      format: 'esm',
      external: ['node:*'],
      write: false,
      // Ignores tsconfig.json, whose paths point to the sources: applications bundle the built packages.
      tsconfigRaw: '{}',
      logLevel: 'silent',
    });
    values[name] = gzipSync(outputFiles[0]?.contents ?? '').length / 1000;
  }
  return {
    id: 'bundle',
    title: 'browser bundle, minified and gzipped (core and one provider)',
    unit: 'kB',
    values,
    // The measured size plus 1 kB.
    target: 118,
  };
}

export async function measureFootprint(rounds: number): Promise<FootprintRow[]> {
  return [importTimes(rounds), installedSizes(), await bundleSizes()];
}
