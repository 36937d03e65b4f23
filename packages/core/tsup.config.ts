import { copyFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { defineConfig } from 'tsup';

// Published only as ESM, which Jest cannot require. The CommonJS build contains a copy; the ESM build imports the dependency.
const ESM_ONLY = ['eventsource-parser'];

/** Copies the license of each bundled package into dist, as the MIT license asks of copies. */
async function copyLicenses(): Promise<void> {
  const { resolve } = createRequire(import.meta.url);
  await Promise.all(
    ESM_ONLY.map((name) =>
      copyFile(resolve(`${name}/package.json`).replace(/package\.json$/, 'LICENSE'), `dist/${name}.LICENSE`),
    ),
  );
}

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    'provider/index': 'src/provider/index.ts',
    'provider/streams/index': 'src/provider/streams/index.ts',
    'testing/index': 'src/testing/index.ts',
    'platform/node': 'src/platform/node.ts',
    'platform/web': 'src/platform/web.ts',
  },
  format: ['esm', 'cjs'],
  platform: 'neutral',
  target: 'es2022',
  // Resolved by the conditions in package.json where it runs, so that undici never enters a browser's bundle.
  external: ['#platform'],
  noExternal: ESM_ONLY,
  esbuildOptions(options, { format }) {
    if (format === 'esm') options.external = [...(options.external ?? []), ...ESM_ONLY];
  },
  onSuccess: copyLicenses,
  dts: true,
  clean: true,
  splitting: true,
  treeshake: true,
});
