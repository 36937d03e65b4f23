import { build } from 'esbuild';
import { browserHost } from '../browser-host.ts';

export const host = browserHost('browser-esbuild', async ({ folder, pages, output }) => {
  await build({
    entryPoints: [...pages],
    absWorkingDir: folder,
    outdir: output,
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    logLevel: 'silent',
  });
});
