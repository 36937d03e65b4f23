import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  indexOnlyLists,
  fileIsShort,
  noAny,
  noExportStar,
  noMachines,
  nothingPutOff,
  runsTheSuite,
  wireImportsOnlyWire,
  type HouseRule,
} from './house-rules.ts';

interface Manifest {
  name: string;
  private?: boolean;
  license?: string;
  sideEffects?: unknown;
  files?: string[];
  engines?: { node?: string };
  scripts?: Record<string, string>;
  exports?: Record<string, unknown>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

const ROOT = resolve(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const readJson = (path: string): unknown => JSON.parse(read(path));

const BUILT = new Set(['node_modules', 'dist', '.git', '.turbo', 'coverage']);
const list = (pattern: string): string[] =>
  globSync(pattern, { cwd: ROOT, exclude: (path) => BUILT.has(basename(path)) })
    .filter((path) => statSync(join(ROOT, path)).isFile())
    .toSorted();

const isTest = (path: string): boolean => /\.(test|test-d|bench)\.ts$/.test(path);
const everything = [...list('**/*'), ...list('.*'), ...list('.{ci,changeset,github}/**/*')];
const code = list('{packages,examples}/**/*.ts');
const source = code.filter((path) => /^packages\/[^/]+\/src\//.test(path) && !isTest(path));
/** All TypeScript files: source, tests, scripts and benchmarks. */
const written = everything.filter((path) => /\.m?ts$/.test(path));
const packages = list('packages/*/package.json').map((path) => ({
  folder: path.split('/')[1] ?? '',
  manifest: readJson(path) as Manifest,
}));
const published = packages.filter(({ manifest }) => !manifest.private);

const complaints = (paths: readonly string[], rule: HouseRule): string[] =>
  paths.flatMap((path) => rule(path, read(path)));

describe('the source', () => {
  test('has no file of more than 250 lines', () => expect(complaints(written, fileIsShort)).toEqual([]));
  test('has few trivial files (fewer than 15% have at most 20 lines)', () => {
    const trivial = source.filter((path) => read(path).trimEnd().split('\n').length <= 20);
    expect(trivial.length / source.length).toBeLessThan(0.15);
  });
  test('does not use the type any', () => expect(complaints(code, noAny)).toEqual([]));
  test('lists every exported name', () => expect(complaints(source, noExportStar)).toEqual([]));
  test('has wire.ts files that import only each other', () =>
    expect(complaints(source, wireImportsOnlyWire)).toEqual([]));
  test('has index.ts files that only export', () => expect(complaints(source, indexOnlyLists)).toEqual([]));
  test('has no TODO and no skipped test', () => expect(complaints(code, nothingPutOff)).toEqual([]));
  test('contains no path or host of one machine', () => expect(complaints(everything, noMachines)).toEqual([]));
});

describe('the rules', () => {
  // Composed at run time, because the rules check this file too.
  const machine = ['', 'root', 'somewhere'].join('/');
  const outside = ['..', 'shared', 'live'].join('/');
  const host = ['https:', '', 'host'].join('/');
  const BAD: ReadonlyArray<[HouseRule, path: string, text: string]> = [
    [fileIsShort, 'a.ts', '\n'.repeat(251) + '//'],
    [noAny, 'a.ts', 'export const a = (b: unknown) => b as any;'],
    [noAny, 'a.ts', 'export type A = Record<string, any>;'],
    [noExportStar, 'a.ts', `export * from './b.js';`],
    [noExportStar, 'a.ts', `export * as b from './b.js';`],
    [wireImportsOnlyWire, 'src/wire.ts', `import type { B } from './b.js';`],
    [wireImportsOnlyWire, 'src/wire.ts', `import type { B } from '@lmux/core/provider';`],
    [wireImportsOnlyWire, 'src/wire.ts', `export type B = import('./b.js').B;`],
    [indexOnlyLists, 'src/index.ts', `import { b } from './b.js';`],
    [indexOnlyLists, 'src/index.ts', `export { b };`],
    [indexOnlyLists, 'src/index.ts', 'export const a = 1;'],
    [nothingPutOff, 'a.ts', ['// TO', 'DO later'].join('')],
    [nothingPutOff, 'a.test.ts', ['test', 'only("a")'].join('.')],
    [runsTheSuite, 'test/conformance.test.ts', '// providerConformance({ test })'],
    [noMachines, 'a.md', `see ${machine}/file`],
    [noMachines, 'a.md', outside],
    [noMachines, 'packages/a/src/b.ts', `from '${outside}'`],
    [noMachines, 'package-lock.json', `"resolved": "${host}/a.tgz"`],
  ];
  test.each(BAD)('reject $1: $2', (rule, path, text) => {
    expect(rule(path, text)).toHaveLength(1);
  });

  const GOOD: ReadonlyArray<[HouseRule, path: string, text: string]> = [
    [noAny, 'packages/core/src/contract/json.ts', 'export type IncomingJson = any;'],
    [noAny, 'a.ts', '// as any reader sees\nexport const many: string = "any";'],
    [indexOnlyLists, 'src/index.ts', `import './side-effect.js';\nexport { b, type C } from './b.js';`],
    [wireImportsOnlyWire, 'src/wire.ts', `import type { B } from '../other/wire.js';`],
    [wireImportsOnlyWire, 'src/other.ts', `import type { B } from './b.js';`],
    [runsTheSuite, 'test/conformance.test.ts', `import { test } from 'a';\nproviderConformance({ test });`],
    [noMachines, '.ci/run', outside],
    [noMachines, 'packages/a/src/b/c.ts', `from '${outside}'`],
  ];
  test.each(GOOD)('accept $1: $2', (rule, path, text) => {
    expect(rule(path, text)).toEqual([]);
  });
});

const manifests = everything.filter((path) => basename(path) === 'package.json');

test.each(manifests)('%s has a description and keywords', (path) => {
  expect(readJson(path)).toMatchObject({
    description: expect.stringMatching(/\.$/),
    keywords: expect.arrayContaining(['lmux']),
  });
});

describe.each(packages)('the package $folder', ({ folder, manifest }) => {
  test('is named after its folder', () => {
    expect(manifest).toMatchObject({ name: `@lmux/${folder}`, license: 'MIT', type: 'module' });
  });

  test('has a path in tsconfig.base.json for every entry point, so that tests and types use its source', () => {
    const { compilerOptions } = readJson('tsconfig.base.json') as { compilerOptions: { paths: object } };
    const entryPoints = Object.keys(manifest.exports ?? {}).filter((entry) => !entry.endsWith('.json'));
    for (const entry of entryPoints) {
      const file = join('packages', folder, 'src', entry, 'index.ts');
      expect(compilerOptions.paths).toHaveProperty([join(manifest.name, entry)], [`./${file}`]);
      expect(existsSync(join(ROOT, file)), file).toBe(true);
    }
  });
});

describe.each(published)('the published package $folder', ({ folder, manifest }) => {
  test('declares what a registry and a bundler need', () => {
    expect(manifest.files).toEqual(expect.arrayContaining(['dist', 'docs']));
    expect(manifest.scripts).toMatchObject({
      prepack: 'node ../../scripts/pack-pages.ts',
      postpack: 'node ../../scripts/pack-pages.ts restore',
    });
    expect(manifest.engines?.node).toBe('>=22.19');
    expect(manifest.sideEffects).toBeDefined();
    expect(existsSync(join(ROOT, 'packages', folder, 'LICENSE'))).toBe(true);
  });

  test('is built before the tests', () => {
    const { tasks } = readJson('turbo.json') as { tasks: Record<string, { dependsOn?: string[] }> };
    expect(tasks['//#built']?.dependsOn).toContain(`${manifest.name}#build`);
  });

  test('does not need a private package at run time', () => {
    const needed = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
    expect(needed).not.toContain('@lmux/test-support');
  });
});

describe('the private package test-support', () => {
  const manifest = readJson('packages/test-support/package.json') as Manifest;

  test('is neither published nor built', () => {
    expect(manifest.private).toBe(true);
    expect(manifest.scripts).not.toHaveProperty('build');
  });

  test('has no dependencies, so that the tests of every package may use it', () => {
    expect({ ...manifest.dependencies, ...manifest.devDependencies, ...manifest.peerDependencies }).toEqual({});
  });
});

describe.each(packages.filter(({ folder }) => folder.startsWith('provider-')))('the provider $folder', ({ folder }) => {
  test('declares its capabilities as data', () => {
    expect(existsSync(join(ROOT, 'packages', folder, 'src/capabilities.ts'))).toBe(true);
  });

  test('declares the types of its server in wire.ts files', () => {
    expect(list(`packages/${folder}/src/**/wire.ts`)).not.toEqual([]);
  });

  test('runs the conformance suite', () => {
    const path = `packages/${folder}/test/conformance.test.ts`;
    expect(existsSync(join(ROOT, path)), path).toBe(true);
    expect(complaints([path], runsTheSuite)).toEqual([]);
  });
});

describe('the tools', () => {
  test('run on the Node in node_modules, not on that of the host', () => {
    const { version } = readJson('node_modules/node/package.json') as { version: string };
    expect(process.version).toBe(`v${version}`);
  });
});

test('test/hosts/README.md lists every host', () => {
  const hosts = list('test/hosts/hosts/*.ts').map((path) => `\`${basename(path, '.ts')}\``);
  const readme = read('test/hosts/README.md');
  expect(hosts.filter((host) => !readme.includes(host))).toEqual([]);
});

describe('the lockfile', () => {
  const { packages: locked } = readJson('package-lock.json') as {
    packages: Record<string, { resolved?: string; optionalDependencies?: Record<string, string> }>;
  };

  test('contains the binaries of every platform (npm run lockfile:complete adds them)', () => {
    const names = Object.values(locked).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}));
    const installed = new Set(Object.keys(locked).map((path) => path.slice(path.lastIndexOf('node_modules/') + 13)));
    expect(names.filter((name) => !installed.has(name))).toEqual([]);
  });
});
