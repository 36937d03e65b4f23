import { defineConfig } from 'tsup';

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
  dts: true,
  clean: true,
  splitting: true,
  treeshake: true,
});
