import { globSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

/** Type tests (`*.test-d.ts`) never run: the compiler reads them, and what it says against one is a failed test. */
const ROOT = resolve(import.meta.dirname, '..');
const FILES = globSync('{packages/*/{src,test},test}/**/*.test-d.ts', { cwd: ROOT }).toSorted();

const config = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (path) => ts.sys.readFile(path));
const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, ROOT);

/** What the compiler says against the files, as `file:line message`. */
function complaintsAbout(paths: readonly string[], virtual: Readonly<Record<string, string>> = {}): string[] {
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.readFile = (path) => virtual[path] ?? readFile(path);
  host.fileExists = (path) => path in virtual || fileExists(path);
  const program = ts.createProgram({ rootNames: [...paths], options, host });
  return paths.flatMap((path) => {
    const source = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map((complaint) => {
      const line = ts.getLineAndCharacterOfPosition(
        complaint.file ?? ts.createSourceFile('', '', 99),
        complaint.start ?? 0,
      ).line;
      return `${path.slice(ROOT.length + 1)}:${line + 1} ${ts.flattenDiagnosticMessageText(complaint.messageText, ' ')}`;
    });
  });
}

describe('the type tests', () => {
  test('hold', () => {
    expect(complaintsAbout(FILES.map((file) => join(ROOT, file)))).toEqual([]);
  }, 60_000);

  test('would fail for a type that broke, and for an error that is no longer one', () => {
    const path = join(dirname(import.meta.filename), 'broken.test-d.ts');
    const complaints = complaintsAbout([path], {
      [path]: `import { expectTypeOf } from 'vitest';
expectTypeOf<string>().toEqualTypeOf<number>();
// @ts-expect-error: fine since long
export const fine: string = 'fine';
`,
    });
    expect(complaints).toEqual([expect.stringMatching(/:2 /), expect.stringMatching(/:3 Unused '@ts-expect-error'/)]);
  }, 60_000);
});
