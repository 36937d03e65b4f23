import { copyFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Options } from 'tsup';
import { neutralBuild } from '../../tsup.shared.js';
import { mergeChunks } from './merge-chunks.js';

const { resolve } = createRequire(import.meta.url);

// Published only as ESM, which Jest cannot require. The CommonJS build contains a copy. The ESM build imports the dependency.
const ESM_ONLY = 'eventsource-parser';

/** Licenses of the packages that the output contains copies of. The licenses require that they are included. */
const LICENSES = {
  [ESM_ONLY]: join(dirname(resolve(`${ESM_ONLY}/package.json`)), 'LICENSE'),
  tsyringe: join(dirname(resolve('tsyringe/package.json')), 'LICENSE'),
};

/**
 * Bundles a copy of tsyringe's container, without its decorators. tsyringe's own entry point throws at import if Reflect metadata is
 * missing, and a bundler that splits code may run it before the module that defines the metadata, whatever the order of the imports
 * (evanw/esbuild#399). The container alone needs no metadata.
 */
const tsyringeContainer: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'tsyringe-container',
  setup(build) {
    const manifest = resolve('tsyringe/package.json');
    const folder = join(dirname(manifest), 'dist/esm2015');
    const tslib = join(dirname(createRequire(manifest).resolve('tslib')), 'tslib.es6.js');
    build.onResolve({ filter: /^tslib$/ }, () => ({ path: tslib }));
    build.onResolve({ filter: /^tsyringe$/ }, () => ({ path: 'tsyringe', namespace: 'tsyringe-container' }));
    build.onLoad({ filter: /.*/, namespace: 'tsyringe-container' }, () => ({
      contents: `export { instance as container } from './dependency-container.js';`,
      resolveDir: folder,
    }));
  },
};

const ENTRIES = {
  index: 'src/index.ts',
  'provider/index': 'src/provider/index.ts',
  'provider/json/index': 'src/provider/json/index.ts',
  'provider/streams/index': 'src/provider/streams/index.ts',
  'testing/index': 'src/testing/index.ts',
  'objects/index': 'src/objects/index.ts',
  'emulated-tools/index': 'src/emulated-tools/index.ts',
  'web/index': 'src/web/index.ts',
  'platform/bun': 'src/platform/bun.ts',
  'platform/node': 'src/platform/node.ts',
  'platform/web': 'src/platform/web.ts',
};

export default neutralBuild(ENTRIES, {
  // Resolved at the consumer by the conditions in package.json, so that a browser bundle never contains undici.
  external: ['#platform'],
  noExternal: [ESM_ONLY, 'tsyringe', 'tslib'],
  esbuildPlugins: [tsyringeContainer],
  esbuildOptions(options, { format }) {
    if (format === 'esm') options.external = [...(options.external ?? []), ESM_ONLY];
  },
  async onSuccess() {
    const copies = Object.entries(LICENSES).map(([name, path]) => copyFile(path, `dist/${name}.LICENSE`));
    await Promise.all(copies);
    await mergeChunks(Object.keys(ENTRIES));
  },
});
