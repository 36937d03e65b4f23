import { runtimeHost } from '../runtime-host.ts';

/** Jest as its users set it up: with TypeScript or Babel, which compile to CommonJS, and without a flag of Node. */
export const host = runtimeHost(
  'jest-transforms',
  ['ts-jest', 'babel-jest'].map((folder) => ({
    title: folder,
    command: 'node-24/bin/node',
    args: ['../node_modules/.bin/jest', '--runInBand', '--watchman=false'],
    folder,
  })),
);
