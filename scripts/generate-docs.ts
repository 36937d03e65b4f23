/**
 * Writes the generated tables of the README and docs, and the JSON Schema of the configuration file. It requires the built packages:
 * `npm run docs` builds them first.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { renderConfigSchema } from './render-config-schema.ts';
import { withSections } from './render-tables.ts';

/** Documents with generated sections. */
const documents = [
  'README.md',
  'docs/guide/capabilities.md',
  'docs/guide/errors.md',
  'docs/guide/reliability.md',
  'docs/guide/servers.md',
] as const;

const schema = await renderConfigSchema();

write('packages/core/schema/lmux.config.schema.json', () => schema);
for (const name of documents) write(name, withSections);

function write(name: string, render: (before: string) => string): void {
  const file = new URL(`../${name}`, import.meta.url);
  const before = readFileSync(file, 'utf8');
  const after = render(before);
  if (after === before) return;
  writeFileSync(file, after);
  console.log(`${name}: written`);
}
