import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { renderConfigSchema } from '../scripts/render-config-schema.ts';
import { withSections } from '../scripts/render-tables.ts';
import { compilePages } from './compile-pages.ts';

test.each(['README.md', 'docs/guide/capabilities.md', 'docs/guide/reliability.md'])(
  'the generated parts of %s are up to date (else: npm run docs)',
  (name) => {
    const document = readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
    expect(document).toContain('<!-- generated: ');
    expect(withSections(document)).toBe(document);
  },
);

test('the JSON Schema of the configuration file is up to date (else: npm run docs)', async () => {
  const file = new URL('../packages/core/schema/lmux.config.schema.json', import.meta.url);
  expect(readFileSync(file, 'utf8')).toBe(await renderConfigSchema());
});

test.each(['docs/guide/dependency-injection.md'])('the code of %s compiles', { timeout: 120_000 }, (page) => {
  const { blocks, errors } = compilePages([page], import.meta.dirname);
  expect(blocks).toBeGreaterThan(0);
  expect(errors).toEqual([]);
});
