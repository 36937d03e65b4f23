// Bundles the Worker as wrangler does, starts it, and prints its URL. Runs until its input ends.
import { build } from 'esbuild';
import { Miniflare } from 'miniflare';

const { outputFiles, metafile } = await build({
  entryPoints: ['worker.mjs'],
  bundle: true,
  format: 'esm',
  platform: 'browser',
  conditions: ['workerd', 'worker', 'browser'],
  write: false,
  metafile: true,
  logLevel: 'error',
  outdir: 'out',
});
if (Object.keys(metafile.inputs).some((path) => path.includes('/undici/')))
  throw new Error('The bundle contains undici.');
const worker = new Miniflare({
  modules: true,
  script: outputFiles[0].text,
  compatibilityDate: '2026-01-01',
  compatibilityFlags: ['enable_request_signal'],
  bindings: { LM_BASE_URL: process.env.LM_BASE_URL },
});
console.log(`ready ${(await worker.ready).href}`);
process.stdin.once('end', () => worker.dispose()).resume();
