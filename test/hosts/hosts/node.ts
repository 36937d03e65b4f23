import { runtimeHost } from '../runtime-host.ts';

export const host = runtimeHost(
  'node',
  ['22', '24', '26'].map((version) => ({
    title: `Node ${version}`,
    command: `node-${version}/bin/node`,
    args: ['main.mjs'],
  })),
);
