import { expect, test } from 'vitest';
import { compilePages } from '../../../test/compile-pages.js';
import { GIVEN } from './docs-given.js';

/** Compiles every code block in the documentation of this package. */
test.each(['docs/guide/rx.md', 'docs/guide/nestjs.md', 'packages/rx/README.md'])(
  'the code of %s compiles',
  { timeout: 120_000 },
  (page) => {
    const { blocks, errors } = compilePages([page], import.meta.dirname, GIVEN);
    expect(blocks).toBeGreaterThan(0);
    expect(errors).toEqual([]);
  },
);
