import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const ROOT = join(import.meta.dirname, '..');

function blocksOf(page: string): string[] {
  return [...readFileSync(join(ROOT, page), 'utf8').matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code ?? '');
}

/** The result of compiling the code blocks of a page. */
export interface CompiledPage {
  readonly blocks: number;
  /** Errors as `block-1.ts:line message`. */
  readonly errors: readonly string[];
}

/**
 * Compiles each `ts` block of a page as a module of its own.
 *
 * @param folder Folder from which the blocks resolve their imports.
 * @param declarations Declarations of names that blocks use without an import.
 */
export function compilePage(page: string, folder: string, declarations = ''): CompiledPage {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: unknown;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  // For decorators of parameters, as in tsyringe and NestJS.
  options.experimentalDecorators = true;
  const blocks = blocksOf(page).map((code, index): [path: string, code: string] => [
    join(folder, `block-${index + 1}.ts`),
    `${code}export {};\n`,
  ]);
  const drafts = new Map([...blocks, [join(folder, 'declarations.d.ts'), declarations] as const]);
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
  const errors = [...drafts.keys()].flatMap((path) => {
    const source = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map((error) => {
      const { line } = source?.getLineAndCharacterOfPosition(error.start ?? 0) ?? { line: 0 };
      return `${path}:${line + 1} ${ts.flattenDiagnosticMessageText(error.messageText, ' ')}`;
    });
  });
  return { blocks: blocks.length, errors };
}
