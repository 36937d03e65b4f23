import { runtimeHost } from '../runtime-host.ts';

const ARGS = ['run', '--allow-all', '--node-modules-dir=manual'];

export const host = runtimeHost(
  'deno',
  ['mjs', 'cjs'].map((format) => ({ title: `.${format}`, command: '.bin/deno', args: [...ARGS, `main.${format}`] })),
);
