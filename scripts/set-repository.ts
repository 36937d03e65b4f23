/**
 * Writes the address of the repository into the manifest of every published package, which npm requires for provenance. The
 * address is set only when packages are published, so that a fork does not contain that of another repository.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { publicPackages } from './public-packages.ts';
import { repositoryUrl } from './repository-url.ts';

const url = repositoryUrl();
if (url === undefined) throw new Error('LMUX_REPOSITORY_URL is not set. Set it to the address of the repository.');

for (const { folder } of publicPackages()) {
  const file = join(folder, 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  const repository = { type: 'git', url: `git+${url}.git`, directory: `packages/${basename(folder)}` };
  writeFileSync(file, `${JSON.stringify({ ...manifest, repository }, undefined, 2)}\n`);
}
