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
    // The command is run and never imported, so one format without declarations is enough.
    entry: { cli: 'src/cli/cli.ts' },
    format: ['esm'],
    platform: 'node',
    target: 'node22',
    clean: ['dist/cli*'],
    treeshake: true,
  },
]);
