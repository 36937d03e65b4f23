import { defineConfig, type Options } from 'tsup';

/**
 * Replaces `import()` of a literal specifier by `require` in the CommonJS build. Jest loads CommonJS in a context without support for
 * `import()` (https://jestjs.io/docs/ecmascript-modules). The module is still loaded when the line runs. `import()` of a variable is kept,
 * because it may load ES modules.
 */
export const requireInCjs: NonNullable<Options['plugins']>[number] = {
  name: 'require-in-cjs',
  renderChunk(code) {
    if (this.format !== 'cjs') return undefined;
    return { code: code.replaceAll(/\bimport\((["'][^"']+["'])\)/g, 'Promise.resolve().then(() => require($1))') };
  },
};

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
    plugins: [requireInCjs],
    ...more,
  });
}
