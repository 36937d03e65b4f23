import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { withSections } from '../scripts/render-tables.ts';
import { compilePage } from './compile-page.ts';

test.each(['README.md', 'docs/capabilities.md', 'docs/reliability.md'])(
  'the generated parts of %s are up to date (else: npm run docs)',
  (name) => {
    const document = readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
    expect(document).toContain('<!-- generated: ');
    expect(withSections(document)).toBe(document);
  },
);

test.each(['docs/dependency-injection.md'])('the code of %s compiles', { timeout: 120_000 }, (page) => {
  const { blocks, complaints } = compilePage(page, import.meta.dirname);
  expect(blocks).toBeGreaterThan(0);
  expect(complaints).toEqual([]);
});
