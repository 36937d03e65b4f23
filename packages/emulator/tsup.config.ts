import { copyFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { defineConfig } from 'tsup';
import { requireInCjs } from '../../tsup.shared.js';

// Published only as ESM, which Jest cannot require. The CommonJS build contains a copy, on demand. The ESM build imports the dependency.
const ESM_ONLY = 'json-schema-faker';

export default defineConfig([
  {
    entry: { index: 'src/index.ts' },
    format: ['esm', 'cjs'],
    platform: 'node',
    target: 'node22',
    dts: true,
    clean: ['dist/*', '!dist/cli*'],
    splitting: true,
    treeshake: true,
    noExternal: [ESM_ONLY],
    plugins: [requireInCjs],
    esbuildOptions(options, { format }) {
      if (format === 'esm') options.external = [...(options.external ?? []), ESM_ONLY];
    },
    async onSuccess() {
      // The license requires that it is included with the copy.
      const manifest = findPackageJSON(ESM_ONLY, import.meta.url);
      if (manifest === undefined) throw new Error(`"${ESM_ONLY}" is not installed. Run \`npm ci\`.`);
      await copyFile(join(dirname(manifest), 'LICENSE'), `dist/${ESM_ONLY}.LICENSE`);
    },
  },
  {
    // The command is run but never imported, so it needs only one format and no declarations.
    entry: { cli: 'src/cli/cli.ts' },
    format: ['esm'],
    platform: 'node',
    target: 'node22',
    clean: ['dist/cli*'],
    treeshake: true,
  },
]);
