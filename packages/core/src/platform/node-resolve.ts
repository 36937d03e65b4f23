import { realpath } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { findUp, readText } from './node-files.js';

/** What Node's `import` asks of a package's `exports`. */
const CONDITIONS: ReadonlySet<string> = new Set(['node', 'import', 'module-sync', 'default']);

/** A package's name, and the subpath behind it as `exports` writes it. */
const PACKAGE = /^((?:@[^/]+\/)?[^./@][^/]*)((?:\/.+)?)$/;

/** The first target of an entry of `exports` whose conditions hold. */
function targetOf(entry: unknown): string | undefined {
  if (typeof entry === 'string') return entry;
  if (typeof entry !== 'object' || entry === null) return undefined;
  for (const [condition, value] of Object.entries(entry)) {
    if (!Array.isArray(entry) && !CONDITIONS.has(condition)) continue;
    const target = targetOf(value);
    if (target !== undefined) return target;
  }
  return undefined;
}

function exportOf(exports: unknown, subpath: string): string | undefined {
  const isMap = typeof exports === 'object' && exports !== null && Object.keys(exports)[0]?.startsWith('.') === true;
  if (isMap) return targetOf((exports as Record<string, unknown>)[subpath]);
  return subpath === '.' ? targetOf(exports) : undefined;
}

interface Manifest {
  readonly name?: unknown;
  readonly exports?: unknown;
}

const readManifest = async (path: string): Promise<Manifest> => JSON.parse(await readText(path)) as Manifest;

/** Where `exports` of that package stand: its own, where the file belongs to it, else those of the nearest installed one. */
async function manifestFor(folder: string, name: string): Promise<string | undefined> {
  const own = await findUp('package.json', folder);
  if (own !== undefined && (await readManifest(own)).name === name) return own;
  return findUp(join('node_modules', name, 'package.json'), folder);
}

/** The file that `import` would take, where the package has `exports` that say so. */
async function importTarget(from: string, specifier: string): Promise<string | undefined> {
  const [, name, subpath] = PACKAGE.exec(specifier) ?? [];
  const manifest = name === undefined ? undefined : await manifestFor(dirname(from), name);
  if (manifest === undefined) return undefined;
  const target = exportOf((await readManifest(manifest)).exports, `.${subpath}`);
  // What `import` gives is a file's real path: by another path it would be another copy.
  return target === undefined ? undefined : realpath(join(dirname(manifest), target));
}

/**
 * The URL of what a file would import by that name. Node has no stable door for it: `import.meta.resolve` resolves for its own
 * module, `require.resolve` by the conditions of CommonJS, under which packages for `import` alone do not exist and of others there
 * would be a second copy. So `exports` is read here, and all else left to `require.resolve`.
 *
 * @param from Path or `file:` URL of that file, which need not exist.
 */
export async function resolveFrom(from: string, specifier: string): Promise<string> {
  if (specifier.startsWith('file:')) return specifier;
  const file = from.startsWith('file:') ? fileURLToPath(from) : resolve(from);
  const path = (await importTarget(file, specifier)) ?? createRequire(file).resolve(specifier);
  return pathToFileURL(path).href;
}
