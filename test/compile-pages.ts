import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const ROOT = join(import.meta.dirname, '..');

interface Block {
  /** Name of the module, with the line of the page at which the block begins. */
  readonly name: string;
  readonly code: string;
}

function blocksOf(page: string, text: string): Block[] {
  return [...text.matchAll(/^```ts(?: [^\n]*)?\n(.*?)^```$/gms)].map(({ index, 1: code = '' }) => ({
    name: `${page.replaceAll('/', '-')}-line-${text.slice(0, index).split('\n').length}.ts`,
    code,
  }));
}

/** Names that a statement declares or imports. */
function declaredNames(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) => boundNames(name));
  }
  if (ts.isImportDeclaration(statement)) {
    const { name, namedBindings: bindings } = statement.importClause ?? {};
    const named = bindings === undefined ? [] : ts.isNamespaceImport(bindings) ? [bindings] : bindings.elements;
    return [...(name === undefined ? [] : [name.text]), ...named.map((binding) => binding.name.text)];
  }
  const { name } = statement as { name?: ts.Node };
  return name !== undefined && ts.isIdentifier(name) ? [name.text] : [];
}

function boundNames(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : boundNames(element.name)));
}

const parse = (code: string): ts.SourceFile => ts.createSourceFile('code.ts', code, ts.ScriptTarget.Latest);

/** The block as a module. What the page's `<!-- given` comment declares comes first, without the names that the block declares. */
function moduleOf(given: string, code: string): string {
  const own = new Set(parse(code).statements.flatMap(declaredNames));
  const source = parse(given);
  const missing = source.statements.filter((statement) => !declaredNames(statement).some((name) => own.has(name)));
  // On one line, so that an error has the line of the block.
  const prefix = missing.map((statement) => statement.getText(source).replaceAll(/\s*\n\s*/g, ' ')).join(' ');
  return `${prefix} ${code}export {};\n`;
}

/** The result of compiling the code blocks of pages. */
export interface CompiledPages {
  readonly blocks: number;
  /** Errors as `page-line-N.ts:line message`. N is the line at which the block begins, and `line` counts in the block. */
  readonly errors: readonly string[];
}

/**
 * Compiles each `ts` block of the pages as a module of its own. Names that blocks use without declaring them are declared by
 * the page, in an HTML comment that begins with the line `<!-- given`.
 *
 * @param pages Paths from the root of the repository.
 * @param folder Folder from which the blocks resolve their imports.
 * @param declarations Ambient declarations for all blocks, such as modules that are not installed.
 */
export function compilePages(pages: readonly string[], folder: string, declarations = ''): CompiledPages {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: unknown;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  // A block shows one thing, and what a page gives is not all used in each block.
  options.noUnusedLocals = false;
  options.noUnusedParameters = false;
  // For decorators of parameters, as in tsyringe and NestJS.
  options.experimentalDecorators = true;
  const modules = pages.flatMap((page) => {
    const text = readFileSync(join(ROOT, page), 'utf8');
    const given = /^<!-- given\n(.*?)^-->$/ms.exec(text)?.[1] ?? '';
    return blocksOf(page, text).map(({ name, code }) => [join(folder, name), moduleOf(given, code)] as const);
  });
  const drafts = new Map([...modules, [join(folder, 'declarations.d.ts'), declarations]]);
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
      return `${path.slice(folder.length + 1)}:${line + 1} ${ts.flattenDiagnosticMessageText(error.messageText, ' ')}`;
    });
  });
  return { blocks: modules.length, errors };
}
