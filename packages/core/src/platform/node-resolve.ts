import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { findUp, readText, realPath } from './node-files.js';

/** Maximum size of a package.json. */
const MAX_MANIFEST_BYTES = 16_777_216;

/** The conditions under which Node's `import` resolves `exports` of a package. */
const CONDITIONS: ReadonlySet<string> = new Set(['node', 'import', 'module-sync', 'default']);

/** Matches the name of a package and the subpath after it. */
const PACKAGE = /^((?:@[^/]+\/)?[^./@][^/]*)((?:\/.+)?)$/;

/** Returns the first target of an entry of `exports` whose conditions are met. */
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

const readManifest = async (path: string): Promise<Manifest> =>
  JSON.parse(await readText(path, MAX_MANIFEST_BYTES)) as Manifest;

/** Returns the path of a package's package.json: the file's own if the file belongs to the package, or else that of the nearest installed one. */
async function manifestFor(folder: string, name: string): Promise<string | undefined> {
  const own = await findUp('package.json', folder);
  if (own !== undefined && (await readManifest(own)).name === name) return own;
  return findUp(join('node_modules', name, 'package.json'), folder);
}

/** Returns the file to which `import` resolves, if the `exports` of the package define it. */
async function importTarget(from: string, specifier: string): Promise<string | undefined> {
  const [, name, subpath] = PACKAGE.exec(specifier) ?? [];
  const manifest = name === undefined ? undefined : await manifestFor(dirname(from), name);
  if (manifest === undefined) return undefined;
  const target = exportOf((await readManifest(manifest)).exports, `.${subpath}`);
  // `import` uses the real path of a file. By another path, it would load a second copy.
  return target === undefined ? undefined : realPath(join(dirname(manifest), target));
}

/**
 * Returns the URL to which a file's `import` of this specifier resolves. Node has no stable API for this: `import.meta.resolve` resolves only
 * for its own module. `require.resolve` uses the conditions of CommonJS, so it does not find packages that only support `import`, and would
 * load a second copy of others. This function therefore reads `exports` itself, and uses `require.resolve` for everything else.
 *
 * @param from Path or `file:` URL of the importing file, which need not exist.
 */
export async function resolveFrom(from: string, specifier: string): Promise<string> {
  if (specifier.startsWith('file:')) return specifier;
  const file = from.startsWith('file:') ? fileURLToPath(from) : resolve(from);
  const path = (await importTarget(file, specifier)) ?? createRequire(file).resolve(specifier);
  return pathToFileURL(path).href;
}
