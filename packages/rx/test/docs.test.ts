import { expect, test } from 'vitest';
import { compilePage } from '../../../test/compile-page.js';
import { GIVEN } from './docs-given.js';

/** The compiler reads every block of code that the documentation of this package shows. */
test.each(['docs/guide/rx.md', 'packages/rx/README.md'])('the code of %s compiles', { timeout: 120_000 }, (page) => {
  const { blocks, errors } = compilePage(page, import.meta.dirname, GIVEN);
  expect(blocks).toBeGreaterThan(0);
  expect(errors).toEqual([]);
});
