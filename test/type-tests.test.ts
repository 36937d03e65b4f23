import { globSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

/** Type tests (`*.test-d.ts`) never run. The compiler checks them, and each of its errors is a failed test. */
const ROOT = resolve(import.meta.dirname, '..');
const FILES = globSync('{packages/*/{src,test},test}/**/*.test-d.ts', { cwd: ROOT }).toSorted();

const config = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (path) => ts.sys.readFile(path));
const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, ROOT);

/** Returns the compiler's errors in the files, as `file:line message`. `drafts` contains files that are not on disk. */
function errorsIn(files: readonly string[], drafts: Readonly<Record<string, string>> = {}): string[] {
  const paths = files.map((file) => join(ROOT, file));
  const draftOf = (path: string): string | undefined => drafts[relative(ROOT, path)];
  const host: ts.CompilerHost = {
    ...ts.createCompilerHost(options),
    fileExists: (path) => draftOf(path) !== undefined || ts.sys.fileExists(path),
    readFile: (path) => draftOf(path) ?? ts.sys.readFile(path),
    getSourceFile: (path, target) => {
      const text = draftOf(path) ?? ts.sys.readFile(path);
      return text === undefined ? undefined : ts.createSourceFile(path, text, target);
    },
  };
  const program = ts.createProgram({ rootNames: paths, options, host });
  return paths.flatMap((path) => {
    const source = program.getSourceFile(path);
    if (!source) return [`${path} was not read.`];
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map((error) => {
      const { line } = source.getLineAndCharacterOfPosition(error.start ?? 0);
      return `${relative(ROOT, path)}:${line + 1} ${ts.flattenDiagnosticMessageText(error.messageText, ' ')}`;
    });
  });
}

describe('the type tests', () => {
  test('compile without errors', { timeout: 120_000 }, () => {
    expect(errorsIn(FILES)).toEqual([]);
  });

  test('fail for a wrong type and for an expected error that does not occur', { timeout: 120_000 }, () => {
    const draft = `import { expectTypeOf } from 'vitest';
expectTypeOf<string>().toEqualTypeOf<number>();
// @ts-expect-error: no error any more
export const fine: string = 'fine';
`;
    const errors = errorsIn(['test/draft.test-d.ts'], { 'test/draft.test-d.ts': draft });
    expect(errors).toEqual([expect.stringMatching(/:2 /), expect.stringMatching(/:3 Unused '@ts-expect-error'/)]);
  });
});
