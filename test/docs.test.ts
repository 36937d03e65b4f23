import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { renderConfigSchema } from '../scripts/render-config-schema.ts';
import { withSections } from '../scripts/render-tables.ts';
import { compilePages } from './compile-pages.ts';

const ROOT = resolve(import.meta.dirname, '..');

test.each([
  'README.md',
  'docs/guide/capabilities.md',
  'docs/guide/errors.md',
  'docs/guide/reliability.md',
  'docs/guide/servers.md',
])('the generated parts of %s are up to date (npm run docs updates them)', (name) => {
  const document = readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
  expect(document).toContain('<!-- generated: ');
  expect(withSections(document)).toBe(document);
});

test('the JSON Schema of the configuration file is up to date (npm run docs updates it)', async () => {
  const file = new URL('../packages/core/schema/lmux.config.schema.json', import.meta.url);
  expect(readFileSync(file, 'utf8')).toBe(await renderConfigSchema());
});

/** Pages with separate tests: those of `@lmux/rx`, the guides that quote an example, and the pages that compare other libraries. */
const ELSEWHERE = [
  'docs/guide/rx.md',
  'docs/guide/nestjs.md',
  'docs/guide/angular.md',
  'packages/rx/README.md',
  'docs/guide/writing-a-provider.md',
  'docs/migration/*',
];
const pages = globSync(['*.md', 'docs/**/*.md', 'packages/*/README.md', 'examples/**/*.md'], {
  cwd: ROOT,
  exclude: ['**/node_modules', 'docs/api', ...ELSEWHERE],
});

test('the code of every page compiles', { timeout: 120_000 }, () => {
  const { blocks, errors } = compilePages(pages, import.meta.dirname);
  expect(blocks).toBeGreaterThan(60);
  expect(errors).toEqual([]);
});

test('the code of every guide except that of browsers compiles without DOM', { timeout: 120_000 }, () => {
  const guides = pages.filter((page) => page.startsWith('docs/guide/') && page !== 'docs/guide/browser.md');
  const lib = ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts'];
  const { blocks, errors } = compilePages(guides, import.meta.dirname, '', { lib });
  expect(blocks).toBeGreaterThan(60);
  expect(errors).toEqual([]);
});

test('getting started lists every package in the section that builds them', () => {
  const guide = readFileSync(resolve(ROOT, 'docs/guide/getting-started.md'), 'utf8');
  const [, section = ''] = /^## Build the packages yourself\n(.*?)^## /ms.exec(guide) ?? [];
  const manifests = globSync('packages/*/package.json', { cwd: ROOT }).map(
    (path) => JSON.parse(readFileSync(resolve(ROOT, path), 'utf8')) as { name: string; private?: boolean },
  );
  const names = manifests.filter((manifest) => manifest.private !== true).map(({ name }) => name);
  expect(names).toContain('@lmux/tools');
  expect(names.filter((name) => !section.includes(name))).toEqual([]);
});
