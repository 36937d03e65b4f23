import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { transform } from 'esbuild';
import { packPackage, publicPackages, unpackPackage } from '../../scripts/public-packages.ts';
import type { Application } from './host.ts';

const PROGRAMS = join(import.meta.dirname, 'programs');
const CORE = join(import.meta.dirname, '../../packages/core');

/** Packages that an application with dependency injection installs itself. */
const OWN_DEPENDENCIES = ['tsyringe', 'reflect-metadata'];

/** Links a dependency in the version of the repository's lockfile. `npm install` would request the newest version from a registry. */
function link(name: string, from: string, application: string): void {
  const target = join(application, 'node_modules', name);
  if (existsSync(target)) return;
  const places = createRequire(join(from, 'package.json')).resolve.paths(name) ?? [];
  const source = places.map((place) => join(place, name)).find((path) => existsSync(path));
  if (source === undefined) throw new Error(`"${name}" is not installed. Run \`npm ci\` first.`);
  mkdirSync(dirname(target), { recursive: true });
  symlinkSync(source, target, 'junction');
}

/**
 * Installs the packed packages and the programs of the hosts into an empty folder. It should be outside of the repository, so
 * that a dependency that a package does not declare is missing, as it is for users.
 */
export async function createApplication(folder: string): Promise<Application> {
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const packages = publicPackages();
  const tarballs = packages.map((one) => packPackage(one, folder));
  for (const [index, one] of packages.entries()) unpackPackage(one, tarballs[index] ?? '', folder);
  for (const one of packages) for (const name of one.dependencies) link(name, one.folder, folder);
  for (const name of OWN_DEPENDENCIES) link(name, CORE, folder);
  cpSync(PROGRAMS, folder, { recursive: true });
  const source = readFileSync(join(PROGRAMS, 'check-entry.mjs'), 'utf8');
  const { code } = await transform(source, { format: 'cjs' });
  writeFileSync(join(folder, 'check-entry.cjs'), code);
  return {
    folder,
    entries: packages.flatMap(({ entries }) => entries),
    neutralEntries: packages.filter(({ isNeutral }) => isNeutral).flatMap(({ entries }) => entries),
    tarballs,
  };
}
