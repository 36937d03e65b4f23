import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { growthOf, LINEAR } from '@lmux/test-support';

const ROOT = resolve(import.meta.dirname, '..');
/** Source that never reads text of a server or of a user of the application. */
const OUTSIDE = /\/(?:testing|config|di)\/|\/(?:emulator|test-support)\/|\.test(?:-d)?\.ts$|\/platform\//;
const SIZE = 32 * 1024;

/** Characters that expressions repeat. */
const UNITS = [
  ' ',
  'a',
  'Z',
  '0',
  '.',
  '-',
  '_',
  '/',
  '\\',
  '"',
  '*',
  '{',
  '[',
  '<',
  ':',
  '@',
  '?',
  '\n',
  '\r',
  '\u0080',
  '\u3000',
  '\ud800',
];

/** Returns the regular expressions of the production source, by their literals. */
function literals(): Map<string, RegExp> {
  const found = new Map<string, RegExp>();
  for (const path of globSync('packages/*/src/**/*.ts', { cwd: ROOT })) {
    if (OUTSIDE.test(path)) continue;
    const source = ts.createSourceFile(path, readFileSync(join(ROOT, path), 'utf8'), ts.ScriptTarget.Latest);
    const visit = (node: ts.Node): void => {
      if (ts.isRegularExpressionLiteral(node)) {
        const end = node.text.lastIndexOf('/');
        found.set(node.text, new RegExp(node.text.slice(1, end), node.text.slice(end + 1)));
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}

/** Returns the words that an expression contains, which begin its matches. */
function wordsOf({ source }: RegExp): string[] {
  return [...source.matchAll(/[\w: ]{2,}/g)].flatMap(([word]) => [word, `${word} `, `${word}1`]);
}

const LITERALS = literals();

test('the source contains regular expressions', () => {
  expect(LITERALS.size).toBeGreaterThan(60);
});

test.each([...LITERALS])(
  '%s takes time in proportion to the length of the text',
  { timeout: 60_000 },
  async (_literal, pattern) => {
    for (const unit of [...UNITS, ...wordsOf(pattern)]) {
      const growth = await growthOf(SIZE, (size) => {
        // Something follows that ends no match, and something precedes that begins none.
        const text = `\u0001${unit.repeat(size / unit.length)}\u0001`;
        return () => {
          pattern.lastIndex = 0;
          return text.replace(pattern, '') + pattern.exec(text.slice(1))?.length;
        };
      });
      expect(growth, `for ${JSON.stringify(unit)}`).toBeLessThan(LINEAR);
    }
  },
);

test('an expression that takes quadratic time is found', async () => {
  const growth = await growthOf(SIZE, (size) => {
    const text = `${' '.repeat(size)}\u0001`;
    return () => /\s+$/.exec(text);
  });
  expect(growth).toBeGreaterThan(LINEAR);
});
