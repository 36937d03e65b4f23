import { defineConfig, type Options } from 'tsup';

/** Returns the build of a package that also runs where there is no Node: ESM and CommonJS, each with its declarations. */
export function neutralBuild(entry: Record<string, string>, more: Options = {}): ReturnType<typeof defineConfig> {
  return defineConfig({
    entry,
    format: ['esm', 'cjs'],
    platform: 'neutral',
    target: 'es2022',
    dts: true,
    clean: true,
    splitting: true,
    treeshake: true,
    ...more,
  });
}
