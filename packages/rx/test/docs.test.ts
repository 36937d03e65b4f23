import { expect, test } from 'vitest';
import { compilePages } from '../../../test/compile-pages.js';
import { GIVEN } from './docs-given.js';

const PAGES = ['docs/guide/rx.md', 'docs/guide/nestjs.md', 'packages/rx/README.md'];

test('every code block in the documentation of this package compiles', { timeout: 120_000 }, () => {
  // Together, since the compiler reads the types of the packages once for each call.
  const { blocks, errors } = compilePages(PAGES, import.meta.dirname, GIVEN);
  expect(blocks).toBeGreaterThan(15);
  expect(errors).toEqual([]);
});
