import { runtimeHost } from '../runtime-host.ts';

export const host = runtimeHost('bun', [
  { title: 'ES modules', command: '.bin/bun', args: ['main.mjs'] },
  { title: 'CommonJS', command: '.bin/bun', args: ['main.cjs'] },
  { title: 'proxies', command: '.bin/bun', args: ['bun-proxy.mjs'] },
]);
