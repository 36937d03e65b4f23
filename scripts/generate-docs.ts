/** Writes the generated tables into README and docs. Needs the build; `npm run docs` does both. */
import { readFileSync, writeFileSync } from 'node:fs';
import { withSections } from './render-tables.ts';

/** Documents with generated parts. */
const documents = ['README.md', 'docs/capabilities.md', 'docs/reliability.md'] as const;

for (const name of documents) {
  const file = new URL(`../${name}`, import.meta.url);
  const before = readFileSync(file, 'utf8');
  const after = withSections(before);
  if (after === before) continue;
  writeFileSync(file, after);
  console.log(`${name}: written`);
}
