import { jestHost } from '../jest-host.ts';

/** Jest with native ES modules, for which Node needs a flag. */
export const host = jestHost('jest-esm', {
  extension: 'mjs',
  nodeOptions: ['--experimental-vm-modules', '--no-warnings'],
  program: (entry) => `import { checkEntry } from '../check-entry.mjs';
test('${entry}', () => checkEntry('${entry}', (specifier) => import(specifier)));
`,
});
