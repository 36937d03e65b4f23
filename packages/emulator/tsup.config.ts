import { defineConfig } from 'tsup';

export default defineConfig([
  {
    entry: { index: 'src/index.ts' },
    format: ['esm', 'cjs'],
    platform: 'node',
    target: 'node22',
    dts: true,
    clean: ['dist/index*'],
    treeshake: true,
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
