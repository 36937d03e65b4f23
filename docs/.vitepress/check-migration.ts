/**
 * Compiles the code of the migration pages: both sides of each comparison, against the libraries that docs/package.json
 * installs and against the sources of lmux.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compilePages } from '../../test/compile-pages.ts';

const FOLDER = join(import.meta.dirname, '../migration');

const pages = readdirSync(FOLDER).filter((name) => name.endsWith('.md'));
const { blocks, errors } = compilePages(
  pages.toSorted().map((name) => `docs/migration/${name}`),
  FOLDER,
);
for (const error of errors) console.error(error);
console.log(`${blocks} blocks, ${errors.length} errors`);
if (blocks === 0 || errors.length > 0) process.exitCode = 1;
