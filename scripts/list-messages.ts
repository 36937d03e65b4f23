/**
 * Lists the messages of all errors that the source files create. Values that are known only at run time are shown as `{name}`.
 * If a function receives or composes a message, its callers and helpers are followed to the literal texts.
 */
import { join, relative, resolve } from 'node:path';
import ts from 'typescript';

const ROOT = resolve(import.meta.dirname, '..');
/** Maximum depth to which callers and helpers are followed. */
const MAX_DEPTH = 6;

/** A message and its source file. */
export interface ListedMessage {
  /** Path from the root of the repository. */
  readonly file: string;
  /** Error code or class, such as `invalid_request` or `TypeError`, `warning`, or `part` for a text that a message may contain. */
  readonly code: string;
  readonly message: string;
}

type Bindings = ReadonlyMap<ts.Symbol, ts.Expression>;

/** Lists the messages of the source files, without duplicates, in the order of files and lines. */
export function listMessages(files: readonly string[]): ListedMessage[] {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: unknown;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  return new MessageReader(ts.createProgram({ rootNames: [...files], options }), new Set(files)).read();
}

class MessageReader {
  readonly #checker: ts.TypeChecker;
  readonly #files: readonly ts.SourceFile[];
  /** Texts that messages were composed of. */
  readonly #read = new Set<ts.Node>();
  /** Calls and `new` expressions by the declaration of what they call. */
  readonly #calls = new Map<ts.Node, Array<ts.CallExpression | ts.NewExpression>>();

  constructor(program: ts.Program, files: ReadonlySet<string>) {
    this.#checker = program.getTypeChecker();
    this.#files = program.getSourceFiles().filter(({ fileName }) => files.has(fileName));
    for (const file of this.#files) this.#collectCalls(file);
  }

  read(): ListedMessage[] {
    const found = new Map<string, ListedMessage>();
    const texts: Array<ts.StringLiteralLike | ts.TemplateExpression> = [];
    for (const file of this.#files.toSorted((a, b) => (a.fileName < b.fileName ? -1 : 1))) {
      const visit = (node: ts.Node): void => {
        const listed = ts.isNewExpression(node)
          ? this.#errorsOf(node)
          : ts.isObjectLiteralExpression(node)
            ? this.#warningsOf(node)
            : [];
        for (const one of listed) found.set(JSON.stringify(one), one);
        if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) texts.push(node);
        ts.forEachChild(node, visit);
      };
      visit(file);
    }
    return [...found.values(), ...texts.filter((text) => !this.#read.has(text)).flatMap(partsOf)];
  }

  #collectCalls(file: ts.SourceFile): void {
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
        const declaration = this.#checker.getResolvedSignature(node)?.declaration;
        if (declaration !== undefined) {
          const calls = this.#calls.get(declaration) ?? [];
          this.#calls.set(declaration, [...calls, node]);
        }
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
  }

  /** Returns the messages of an object literal that is a `Warning` of the contract. */
  #warningsOf(node: ts.ObjectLiteralExpression): ListedMessage[] {
    const type = this.#checker.getContextualType(node);
    if ((type?.aliasSymbol ?? type?.symbol)?.name !== 'Warning') return [];
    const file = relative(ROOT, node.getSourceFile().fileName);
    return node.properties.flatMap((property) => {
      if (property.name?.getText() !== 'message') return [];
      const value = ts.isPropertyAssignment(property) ? property.initializer : (property.name as ts.Identifier);
      return this.#texts(value, new Map(), 0).map((message) => ({ file, code: 'warning', message }));
    });
  }

  #errorsOf(node: ts.NewExpression): ListedMessage[] {
    const type = this.#checker.getTypeAtLocation(node);
    const name = type.symbol?.name ?? '';
    if (type.getProperty('stack') === undefined || !name.endsWith('Error')) return [];
    const parameters = this.#checker.getResolvedSignature(node)?.parameters ?? [];
    const argumentOf = (parameter: string): ts.Expression | undefined =>
      node.arguments?.[parameters.findIndex((one) => one.name === parameter)];
    const message = argumentOf('message');
    if (message === undefined) return [];
    const code = argumentOf('code');
    const codes = code === undefined ? [name] : this.#texts(code, new Map(), 0);
    const file = relative(ROOT, node.getSourceFile().fileName);
    // If both code and message have several values, it is not known which ones belong together.
    const [first = name] = codes;
    const shown = codes.length === 1 && !first.startsWith('{') ? first : '{code}';
    return this.#texts(message, new Map(), 0).map((text) => ({ file, code: shown, message: text.trim() }));
  }

  /** Returns the texts that an expression may have. */
  #texts(node: ts.Expression, bindings: Bindings, depth: number): string[] {
    this.#read.add(node);
    if (ts.isStringLiteralLike(node)) return [node.text];
    if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isNonNullExpression(node)) {
      return this.#texts(node.expression, bindings, depth);
    }
    if (ts.isTemplateExpression(node)) {
      let texts = [node.head.text];
      for (const { expression, literal } of node.templateSpans) {
        const values = this.#texts(expression, bindings, depth + 1);
        texts = texts.flatMap((text) => values.map((value) => `${text}${value}${literal.text}`));
      }
      return texts;
    }
    if (ts.isConditionalExpression(node)) {
      return [...this.#texts(node.whenTrue, bindings, depth), ...this.#texts(node.whenFalse, bindings, depth)];
    }
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
      const right = this.#texts(node.right, bindings, depth);
      return this.#texts(node.left, bindings, depth).flatMap((text) => right.map((more) => text + more));
    }
    if (depth < MAX_DEPTH) {
      if (ts.isIdentifier(node)) return this.#textsOfName(node, bindings, depth + 1);
      if (ts.isCallExpression(node)) return this.#textsOfCall(node, depth + 1);
    }
    return [placeholder(node)];
  }

  #textsOfName(node: ts.Identifier, bindings: Bindings, depth: number): string[] {
    const symbol = this.#checker.getSymbolAtLocation(node);
    const bound = symbol && bindings.get(symbol);
    if (bound !== undefined) return this.#texts(bound, new Map(), depth);
    const declaration = symbol?.valueDeclaration;
    if (declaration === undefined || !this.#isString(node)) return [placeholder(node)];
    if (ts.isVariableDeclaration(declaration) && declaration.initializer && ts.isIdentifier(declaration.name)) {
      return this.#texts(declaration.initializer, bindings, depth);
    }
    if (ts.isParameter(declaration) && declaration.initializer === undefined) {
      const calls = this.#calls.get(declaration.parent) ?? [];
      const index = declaration.parent.parameters.indexOf(declaration);
      const texts = calls.flatMap((call) => {
        const argument = call.arguments?.[index];
        return argument === undefined ? [] : this.#texts(argument, new Map(), depth);
      });
      const distinct = [...new Set(texts)];
      // If many callers pass different values, the name is easier to read than a list.
      if (distinct.some(isSentence)) return distinct;
    }
    return [placeholder(node)];
  }

  #textsOfCall(node: ts.CallExpression, depth: number): string[] {
    const declaration = this.#checker.getResolvedSignature(node)?.declaration;
    if (declaration === undefined || !this.#isString(node) || !this.#files.includes(declaration.getSourceFile())) {
      return [placeholder(node)];
    }
    const bindings = new Map<ts.Symbol, ts.Expression>();
    for (const [index, parameter] of declaration.parameters.entries()) {
      const symbol = ts.isParameter(parameter) ? this.#checker.getSymbolAtLocation(parameter.name) : undefined;
      const argument = node.arguments[index];
      if (symbol !== undefined && argument !== undefined) bindings.set(symbol, argument);
    }
    const results = resultsOf(declaration);
    const texts = [...new Set(results.flatMap((result) => this.#texts(result, bindings, depth)))];
    return texts.some(isSentence) ? texts : [placeholder(node)];
  }

  #isString(node: ts.Node): boolean {
    const type = this.#checker.getTypeAtLocation(node);
    const parts = type.isUnion() ? type.types : [type];
    return parts.some((part) => (part.flags & ts.TypeFlags.StringLike) !== 0);
  }
}

/** Returns a text of several words that was not found as a message, such as one in a table of hints. It may be a part of one. */
function partsOf(node: ts.StringLiteralLike | ts.TemplateExpression): ListedMessage[] {
  const file = relative(ROOT, node.getSourceFile().fileName);
  const message = ts.isTemplateExpression(node)
    ? node.templateSpans.reduce((text, span) => text + placeholder(span.expression) + span.literal.text, node.head.text)
    : node.text;
  return isSentence(message) ? [{ file, code: 'part', message }] : [];
}

/** Returns the expressions that a function returns. */
function resultsOf(declaration: ts.SignatureDeclaration | ts.JSDocSignature): ts.Expression[] {
  const body = 'body' in declaration ? declaration.body : undefined;
  if (body === undefined) return [];
  if (!ts.isBlock(body)) return [body];
  const results: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isReturnStatement(node) && node.expression) results.push(node.expression);
    if (!ts.isFunctionLike(node)) ts.forEachChild(node, visit);
  };
  visit(body);
  return results;
}

/** Returns true for a text of several words, and false for a value such as `an array`. */
function isSentence(text: string): boolean {
  return /\S \S+ \S+ \S/.test(text);
}

/** Returns the name by which a value that is not known is shown. */
function placeholder(node: ts.Expression): string {
  if (ts.isIdentifier(node) && node.text === 'undefined') return '';
  if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) return `{${node.text}}`;
  if (ts.isPropertyAccessExpression(node)) return `{${node.name.text.replace('#', '')}}`;
  if (ts.isCallExpression(node)) {
    const [argument] = node.arguments;
    return argument === undefined ? placeholder(node.expression) : placeholder(argument);
  }
  return '{value}';
}
