import { runtimeHost } from '../runtime-host.ts';

const ARGS = ['run', '--allow-all', '--node-modules-dir=manual', 'main.mjs'];

export const host = runtimeHost('deno', [{ title: 'application', command: '.bin/deno', args: ARGS }]);
