import { jestHost } from '../jest-host.ts';

/** Jest with its default module format, CommonJS. */
export const host = jestHost('jest', {
  extension: 'cjs',
  nodeOptions: [],
  program: (entry) => `const { checkEntry } = require('../check-entry.cjs');
test('${entry}', () => checkEntry('${entry}', require));
`,
});
