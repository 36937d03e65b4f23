import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { importRules } from './import-rules.ts';

/** A package that is published. */
export interface PublicPackage {
  readonly name: string;
  readonly folder: string;
  /** Entry points, as users import them: `@lmux/core`, `@lmux/core/testing`. */
  readonly entries: readonly string[];
  /** Names of its runtime dependencies, including peer dependencies. */
  readonly dependencies: readonly string[];
  /** True if the package also runs without Node. */
  readonly isNeutral: boolean;
}

interface Manifest {
  name: string;
  private?: boolean;
  exports: Record<string, unknown>;
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

const PACKAGES = resolve(import.meta.dirname, '../packages');

function manifestOf(folderName: string): Manifest {
  return JSON.parse(readFileSync(join(PACKAGES, folderName, 'package.json'), 'utf8')) as Manifest;
}

/** Returns the names of the packages that are not published. No published package may refer to one. */
export function privatePackages(): string[] {
  return readdirSync(PACKAGES)
    .map(manifestOf)
    .flatMap((manifest) => (manifest.private ? [manifest.name] : []));
}

/** Returns the packages that are published, with the entry points that their package.json exports. */
export function publicPackages(): PublicPackage[] {
  return readdirSync(PACKAGES).flatMap((folderName): PublicPackage[] => {
    const folder = join(PACKAGES, folderName);
    const manifest = manifestOf(folderName);
    if (manifest.private) return [];
    const paths = Object.keys(manifest.exports).filter((path) => !path.endsWith('.json'));
    return [
      {
        name: manifest.name,
        folder,
        entries: paths.map((path) => join(manifest.name, path)),
        dependencies: Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }),
        isNeutral: importRules.neutral.includes(folderName),
      },
    ];
  });
}

/** Packs a package into a tarball in the folder `destination` and returns the tarball's path. */
export function packPackage({ folder }: PublicPackage, destination: string): string {
  const output = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', destination], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [packed] = JSON.parse(output) as [{ filename: string }];
  return join(destination, packed.filename);
}

/** Unpacks a package's tarball into the node_modules of an application, as an installation does. */
export function unpackPackage({ name }: PublicPackage, tarball: string, application: string): void {
  const target = join(application, 'node_modules', name);
  mkdirSync(target, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '-C', target, '--strip-components=1'], { stdio: ['ignore', 'pipe', 'pipe'] });
}
