import { readdirSync, rmSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { rollup } from 'rollup';

const DIST = join(import.meta.dirname, 'dist');

/**
 * Returns the chunk that a module of the build belongs to, by the entry points that load it: the modules of each set of entry points are
 * loaded together anyway. `base` is for the platform files, which must not import the rest. `shared` keeps what providers need apart from the
 * client, which a bundle of a provider or of `web` alone does not contain.
 */
function chunkOf(importers: readonly string[]): string | undefined {
  const isLoadedBy = (folder: string): boolean => importers.some((path) => path.startsWith(folder));
  const byIndex = isLoadedBy('index.js');
  const byProvider = isLoadedBy('provider/');
  if (!byIndex && !byProvider) return undefined;
  if (isLoadedBy('platform/') || (isLoadedBy('web/') && !byProvider)) return 'chunk-base';
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
  const bundle = await rollup({
    input: Object.fromEntries(entries.map((entry) => [entry, join(DIST, `${entry}.js`)])),
    treeshake: false,
    external: (id) => !id.startsWith('.') && !id.startsWith(DIST),
    onwarn: ({ message }) => {
      throw new Error(message);
    },
  });
  for (const name of readdirSync(DIST)) if (/^(?:chunk|undici)-.*\.js$/.test(name)) rmSync(join(DIST, name));
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
        const { importers = [], dynamicImporters = [] } = getModuleInfo(path) ?? {};
        for (const importer of [...importers, ...dynamicImporters]) visit(importer);
      };
      visit(id);
      const isChunk = /[\\/]chunk-[^\\/]*$/.test(id);
      return isChunk ? chunkOf([...found].map((path) => relative(DIST, path).replaceAll(sep, '/'))) : undefined;
    },
  });
  await bundle.close();
}
