import { jestHost } from '../jest-host.ts';

/** Jest with native ES modules, which requires a flag of Node. */
export const host = jestHost('jest-esm', {
  extension: 'mjs',
  nodeOptions: ['--experimental-vm-modules', '--no-warnings'],
  program: (entry) => `import { checkEntry } from '../check-entry.mjs';
test('${entry}', () => checkEntry('${entry}', (specifier) => import(specifier)));
`,
});
