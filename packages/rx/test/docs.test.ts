import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { GIVEN } from './docs-given.js';

/** The compiler reads every block of code that the documentation of this package shows. */
const ROOT = join(import.meta.dirname, '../../..');
const PAGES = ['docs/rx.md', 'packages/rx/README.md'];

function blocksOf(page: string): string[] {
  return [...readFileSync(join(ROOT, page), 'utf8').matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code ?? '');
}

test.each(PAGES)('the code of %s compiles', { timeout: 120_000 }, (page) => {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: unknown;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  // For parameters, as NestJS has them.
  options.experimentalDecorators = true;
  const drafts = new Map(
    blocksOf(page).map((code, index) => [join(import.meta.dirname, `block-${index + 1}.ts`), `${code}export {};\n`]),
  );
  expect(drafts.size).toBeGreaterThan(0);
  drafts.set(join(import.meta.dirname, 'given.d.ts'), GIVEN);
  const readFile = (path: string): string | undefined => drafts.get(path) ?? ts.sys.readFile(path);
  const host: ts.CompilerHost = {
    ...ts.createCompilerHost(options),
    fileExists: (path) => drafts.has(path) || ts.sys.fileExists(path),
    readFile,
    getSourceFile: (path, target) => {
      const text = readFile(path);
      return text === undefined ? undefined : ts.createSourceFile(path, text, target);
    },
  };
  const program = ts.createProgram({ rootNames: [...drafts.keys()], options, host });
  const complaints = [...drafts.keys()].flatMap((path) => {
    const source = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map((complaint) => {
      const { line } = source?.getLineAndCharacterOfPosition(complaint.start ?? 0) ?? { line: 0 };
      return `${path}:${line + 1} ${ts.flattenDiagnosticMessageText(complaint.messageText, ' ')}`;
    });
  });
  expect(complaints).toEqual([]);
});
