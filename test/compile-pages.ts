import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromMarkdown } from 'mdast-util-from-markdown';
import ts from 'typescript';
import { visit } from 'unist-util-visit';

const ROOT = join(import.meta.dirname, '..');

export interface Block {
  /** File name of the module: that of a first line such as `// src/main.ts`, or a name with the line of the page at which the block begins. */
  readonly name: string;
  readonly code: string;
}

/** Languages of code that is not compiled here. `json` is parsed, and `tsx` is compared with a project of a host. */
const OTHER_LANGUAGES = new Set(['sh', 'json', 'yaml', 'nginx', 'tsx']);

/** Returns the `ts` blocks of a page. Throws for another language, which would not be checked. */
export function blocksOf(page: string, text: string): Block[] {
  const blocks: Block[] = [];
  visit(fromMarkdown(text), 'code', ({ lang, value, position }) => {
    const [, file] = /^\/\/ (?:[\w-]+\/)*([\w.-]+\.ts)\n/.exec(value) ?? [];
    const name = file ?? `${page.replaceAll('/', '-')}-line-${position?.start.line}.ts`;
    if (lang === 'ts') blocks.push({ name, code: `${value}\n` });
    else if (lang === 'json') JSON.parse(value);
    else if (lang != null && !OTHER_LANGUAGES.has(lang))
      throw new Error(`${name}: "${lang}" is not compiled. Use "ts".`);
  });
  return blocks;
}

/** Returns the names that a statement declares or imports. */
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

/** Returns the names that the statements of a module declare or import. */
export function namesIn(code: string): ReadonlySet<string> {
  return new Set(parse(code).statements.flatMap(declaredNames));
}

/** Returns the block as a module. The declarations of the page's `<!-- given` comment come first, without names that the block declares itself. */
function moduleOf(given: string, code: string): string {
  const own = namesIn(code);
  const source = parse(given);
  const missing = source.statements.filter((statement) => !declaredNames(statement).some((name) => own.has(name)));
  // On one line, so that line numbers in errors match those of the block.
  const prefix = missing.map((statement) => statement.getText(source).replaceAll(/\s*\n\s*/g, ' ')).join(' ');
  return `${prefix} ${code}export {};\n`;
}

/** Result of compiling the code blocks of pages. */
export interface CompiledPages {
  readonly blocks: number;
  /** Errors as `page-line-N.ts:line message`. N is the line of the page at which the block begins. `line` is relative to the block. */
  readonly errors: readonly string[];
}

/**
 * Compiles each `ts` block of the pages as a separate module. A page declares the names that its blocks use but do not declare
 * in an HTML comment that begins with the line `<!-- given`.
 *
 * @param pages Paths relative to the root of the repository.
 * @param folder Folder from which imports in the blocks are resolved.
 * @param declarations Ambient declarations for all blocks, such as modules that are not installed.
 * @param changes Options of the compiler that differ from those of the repository.
 */
export function compilePages(
  pages: readonly string[],
  folder: string,
  declarations = '',
  changes: ts.CompilerOptions = {},
): CompiledPages {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: unknown;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  // A block shows one thing, and need not use everything that the page declares.
  options.noUnusedLocals = false;
  options.noUnusedParameters = false;
  // tsyringe and NestJS use parameter decorators.
  options.experimentalDecorators = true;
  Object.assign(options, changes);
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
