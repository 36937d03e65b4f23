import { rmSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { rollup } from 'rollup';

const DIST = join(import.meta.dirname, 'dist');

/** The entry points that `chunkOf` knows, or their folders. A new one needs a decision there about what it shares. */
const KNOWN = ['index', 'provider/', 'testing/', 'objects/', 'emulated-tools/', 'web/', 'platform/'];

/**
 * Returns the chunk that a module of the build belongs to, by the entry points that load it: the modules of each set of entry points are
 * loaded together anyway. `base` is for the platform files, which must not import the rest, and for what `web` and the client have in common.
 * `base` also contains the planner of emulated tools, which the platform files of Node and the plugin have in common. `shared` keeps what
 * providers need apart from the client, which a bundle of a provider alone does not contain. Modules that no other entry point loads have no
 * chunk.
 */
function chunkOf(importers: readonly string[]): string | undefined {
  const isLoadedBy = (folder: string): boolean => importers.some((path) => path.startsWith(folder));
  const byIndex = isLoadedBy('index.js');
  const byProvider = isLoadedBy('provider/');
  const byPlatform = isLoadedBy('platform/');
  if (!byIndex && !byProvider) return byPlatform && isLoadedBy('emulated-tools/') ? 'chunk-base' : undefined;
  if (byPlatform || (isLoadedBy('web/') && !byProvider)) return 'chunk-base';
  if (byIndex) return byProvider ? 'chunk-shared' : 'chunk-client';
  return 'chunk-provider';
}

/**
 * Merges the chunks of the ESM build. esbuild makes one for each set of entry points, so an application would load 14 files, which takes 10 ms
 * more than 6 files with the same code (Node 24).
 *
 * @param entries Names of the entry points, without extension.
 */
export async function mergeChunks(entries: readonly string[]): Promise<void> {
  const unknown = entries.filter((entry) => !KNOWN.some((known) => entry === known || entry.startsWith(known)));
  if (unknown.length > 0) throw new Error(`Decide in chunkOf() what these entry points share: ${unknown.join(', ')}.`);
  const bundle = await rollup({
    input: Object.fromEntries(entries.map((entry) => [entry, join(DIST, `${entry}.js`)])),
    treeshake: false,
    external: (id) => !id.startsWith('.') && !id.startsWith(DIST),
    onwarn: ({ message }) => {
      throw new Error(message);
    },
  });
  // All files of the build of esbuild. Those of the entry points are written again.
  for (const file of bundle.watchFiles) if (file.startsWith(DIST)) rmSync(file);
  await bundle.write({
    dir: DIST,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
    hoistTransitiveImports: false,
    manualChunks(id, { getModuleInfo }) {
      const found = new Set<string>();
      const visit = (path: string): void => {
        if (found.has(path)) return;
        found.add(path);
        // What is imported dynamically is loaded later, so that its modules are not those of its importer.
        for (const importer of getModuleInfo(path)?.importers ?? []) visit(importer);
      };
      visit(id);
      const isChunk = /[\\/]chunk-[^\\/]*$/.test(id);
      return isChunk ? chunkOf([...found].map((path) => relative(DIST, path).replaceAll(sep, '/'))) : undefined;
    },
  });
  await bundle.close();
}
