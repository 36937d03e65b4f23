import { defineConfig, type Options } from 'tsup';

/** Returns the build configuration of a package that also runs without Node: ESM and CommonJS, each with declarations. */
export function neutralBuild(entry: Record<string, string>, more: Options = {}): ReturnType<typeof defineConfig> {
  return defineConfig({
    entry,
    format: ['esm', 'cjs'],
    platform: 'neutral',
    target: 'es2022',
    // For `AsyncDisposable`, which projects without @types/node have only with this `lib`.
    dts: { banner: '/// <reference lib="esnext.disposable" />' },
    clean: true,
    splitting: true,
    treeshake: true,
    ...more,
  });
}
