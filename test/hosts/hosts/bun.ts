import { runtimeHost } from '../runtime-host.ts';

export const host = runtimeHost('bun', [{ title: 'application', command: '.bin/bun', args: ['main.mjs'] }]);
