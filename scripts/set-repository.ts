/**
 * Writes the address of the repository into the manifest of every published package. npm requires it for provenance. It is
 * set when a package is published, so that a fork does not carry the address of another repository.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { publicPackages } from './public-packages.ts';

const url = process.env['LMUX_REPOSITORY_URL'];
if (url === undefined) throw new Error('LMUX_REPOSITORY_URL is not set. Set it to the address of the repository.');

for (const { folder } of publicPackages()) {
  const file = join(folder, 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  const repository = { type: 'git', url: `git+${url}.git`, directory: `packages/${basename(folder)}` };
  writeFileSync(file, `${JSON.stringify({ ...manifest, repository }, undefined, 2)}\n`);
}
