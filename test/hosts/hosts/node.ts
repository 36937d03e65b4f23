import { runtimeHost } from '../runtime-host.ts';

const VERSIONS = ['22', '24', '26'];
const FORMATS = ['mjs', 'cjs'];

export const host = runtimeHost('node', [
  { title: 'Node 20, which is too old for undici', command: 'node-20/bin/node', args: ['old-node.mjs'] },
  ...VERSIONS.flatMap((version) =>
    FORMATS.map((format) => ({
      title: `Node ${version}, .${format}`,
      command: `node-${version}/bin/node`,
      args: [`main.${format}`],
    })),
  ),
]);
