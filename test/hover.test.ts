import { join, resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

/** Maximum number of characters that an editor may show for the type of a client or one of its members, about four lines. */
const LIMIT = 300;
const ROOT = resolve(import.meta.dirname, '..');
const DRAFT = join(ROOT, 'test/hover-draft.ts');

const config = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (path) => ts.sys.readFile(path));
const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, ROOT);
const { paths: _, ...withoutPaths } = options;

interface Hover {
  readonly expression: string;
  /** The signature, without the documentation below it. */
  readonly text: string;
}

/** An editor with one open file, which is not on disk. */
class Editor {
  readonly #service: ts.LanguageService;
  #text = '';
  #version = 0;

  constructor(settings: ts.CompilerOptions) {
    const readFile = (path: string): string | undefined => (path === DRAFT ? this.#text : ts.sys.readFile(path));
    this.#service = ts.createLanguageService({
      directoryExists: (path) => ts.sys.directoryExists(path),
      fileExists: (path) => path === DRAFT || ts.sys.fileExists(path),
      getCompilationSettings: () => settings,
      getCurrentDirectory: () => ROOT,
      getDefaultLibFileName: (forOptions) => ts.getDefaultLibFilePath(forOptions),
      getScriptFileNames: () => [DRAFT],
      getScriptSnapshot: (path) => {
        const text = readFile(path);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getScriptVersion: (path) => (path === DRAFT ? String(this.#version) : '0'),
      readFile,
      realpath: (path) => ts.sys.realpath?.(path) ?? path,
    });
  }

  /** Returns the files of lmux that the draft imports, directly or indirectly, relative to the repository. */
  packageFiles(): string[] {
    const folder = join(ROOT, 'packages/');
    const files = this.#program()
      .getSourceFiles()
      .map(({ fileName }) => fileName);
    return files.filter((name) => name.startsWith(folder)).map((name) => name.slice(ROOT.length + 1));
  }

  /** Returns what the editor shows for the last name of each expression. */
  hovers(head: string, expressions: readonly string[]): Hover[] {
    this.#open(`${head}\n${expressions.join(';\n')};\n`);
    let offset = head.length + 1;
    return expressions.map((expression) => {
      const info = this.#service.getQuickInfoAtPosition(DRAFT, offset + expression.length - 1);
      offset += expression.length + 2;
      return { expression, text: ts.displayPartsToString(info?.displayParts) };
    });
  }

  /** Returns the expressions of all members of a value, except members whose names are symbols. */
  members(head: string, expression: string): string[] {
    this.#open(`${head}\n${expression};\n`);
    const statement = this.#program().getSourceFile(DRAFT)?.statements.at(-1);
    if (statement === undefined || !ts.isExpressionStatement(statement)) throw new Error('The draft has no statement.');
    const type = this.#program().getTypeChecker().getTypeAtLocation(statement.expression);
    const names = type.getProperties().map(({ name }) => name);
    return names.filter((name) => /^\w+$/.test(name) && !name.startsWith('__')).map((name) => `${expression}.${name}`);
  }

  /** Replaces the text of the draft. Throws if it does not compile, because the type of an error has a short hover too. */
  #open(text: string): void {
    this.#text = text;
    this.#version += 1;
    const [mistake] = this.#service.getSemanticDiagnostics(DRAFT);
    if (mistake) throw new Error(ts.flattenDiagnosticMessageText(mistake.messageText, '\n'));
  }

  #program(): ts.Program {
    const program = this.#service.getProgram();
    if (program === undefined) throw new Error('The language service has no program.');
    return program;
  }
}

const PLUGINS: Readonly<Record<string, string>> = {
  openai: `import { openai } from '@lmux/provider-openai';`,
  lmstudio: `import { lmstudio } from '@lmux/provider-lmstudio';`,
  ollama: `import { ollama } from '@lmux/provider-ollama';`,
  llamacpp: `import { llamacpp } from '@lmux/provider-llamacpp';`,
  acme: `import { acme } from '@acme/lmux-provider-ndjson';`,
  fake: `import { fakeProvider } from '@lmux/core/testing'; const fake = fakeProvider();`,
  nameless: `import { defineProvider, DENIED_ROUTE } from '@lmux/core/provider';
const capabilities = { provider: 'nameless', routes: { only: { ...DENIED_ROUTE, chat: 'yes' } } } as const;
const nameless = defineProvider({ id: 'nameless', capabilities, create: () => ({}) });`,
};

/** Returns a program that creates a client of the first plugin. */
function clientOf(...plugins: readonly string[]): string {
  return [
    `import { createClient } from '@lmux/core';`,
    ...plugins.map((name) => PLUGINS[name]),
    `const client = createClient({ plugins: [${plugins.join(', ')}], config: { provider: '${plugins[0]}' } });`,
  ].join('\n');
}

describe.each([
  ['the source', options, 'packages/core/src/'],
  // As in applications. The repository's own paths lead to the source.
  ['the built declarations', withoutPaths, 'packages/core/dist/'],
])('through %s', { timeout: 120_000 }, (_name, settings, folder) => {
  const editor = new Editor(settings);

  function hoversOf(head: string): Hover[] {
    const members = ['client', 'client.models'].flatMap((expression) => editor.members(head, expression));
    return editor.hovers(head, ['client', ...members]);
  }

  function tooLong(head: string): string[] {
    return hoversOf(head)
      .filter(({ text }) => text.length > LIMIT)
      .map(
        ({ expression, text }) => `${expression}: ${text.length} characters, ${text.length - LIMIT} too many\n${text}`,
      );
  }

  test.each(['openai', 'lmstudio', 'ollama', 'llamacpp', 'acme', 'fake'])('a client of %s has short hovers', (id) => {
    expect(tooLong(clientOf(id))).toEqual([]);
  });

  test.each([
    ['openai', 'lmstudio', 'ollama', 'llamacpp'],
    ['lmstudio', 'ollama', 'llamacpp', 'openai'],
    ['ollama', 'llamacpp', 'openai', 'lmstudio'],
    ['llamacpp', 'openai', 'lmstudio', 'ollama'],
    ['acme', 'openai', 'lmstudio', 'ollama'],
    ['fake', 'openai', 'lmstudio', 'ollama'],
  ])('a client of %s has short hovers together with other plugins', (...plugins) => {
    expect(tooLong(clientOf(...plugins))).toEqual([]);
  });

  test('the hovers cover all members, and the compiler still knows the cells of the matrix', () => {
    const hovers = new Map(hoversOf(clientOf('openai')).map(({ expression, text }) => [expression, text]));
    expect(hovers.get('client')).toBe('const client: LmClient<OpenAIMatrix>');
    expect(hovers.get('client.chat')).toContain('LmClient<OpenAIMatrix>.chat: (request: ChatInput');
    expect(hovers.get('client.models.load')).toContain('ThisProviderCannot<"models.load">');
    expect(editor.packageFiles()).toContainEqual(expect.stringContaining(folder));
    const other = folder.endsWith('src/') ? '/dist/' : '/src/';
    expect(editor.packageFiles()).not.toContainEqual(expect.stringContaining(other));
  });

  test('a matrix without a named type is detected', () => {
    const found = tooLong(clientOf('nameless'));
    expect(found).toContainEqual(expect.stringMatching(/^client: \d{3} characters, \d{3} too many\n/));
    expect(found).toContainEqual(expect.stringMatching(/^client\.chat: \d+ characters, \d+ too many\n/));
    expect(found).toContainEqual(expect.stringMatching(/^client\.models\.load: \d+ characters, \d+ too many\n/));
  });
});
