import { basename, dirname, join } from 'node:path';
import ts from 'typescript';

/** Checks one file and returns its violations, one sentence each. */
export type HouseRule = (path: string, text: string) => string[];

const MAX_LINES = 250;
/** The only file that may use `any`, as the type of unparsed server data. */
const ANY_ALIAS = 'packages/core/src/contract/json.ts';
/** Only CI may use the live servers in a folder outside the repository. */
const OUTSIDE_ALLOWED = '.ci/run';

function visit(path: string, text: string, look: (node: ts.Node) => string | undefined): string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  const found: string[] = [];
  const walk = (node: ts.Node): void => {
    const complaint = look(node);
    if (complaint) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
      found.push(`${path}:${line + 1} ${complaint}`);
    }
    ts.forEachChild(node, walk);
  };
  walk(source);
  return found;
}

function grep(path: string, text: string, pattern: RegExp, complaint: string): string[] {
  return text.split('\n').flatMap((line, index) => (pattern.test(line) ? `${path}:${index + 1} ${complaint}` : []));
}

export const fileIsShort: HouseRule = (path, text) => {
  const lines = text.trimEnd().split('\n').length;
  return lines > MAX_LINES ? [`${path} has ${lines} lines. The maximum is ${MAX_LINES}. Split it.`] : [];
};

export const noAny: HouseRule = (path, text) =>
  path === ANY_ALIAS
    ? []
    : visit(path, text, (node) =>
        node.kind === ts.SyntaxKind.AnyKeyword ? `any is not allowed. Use IncomingJson or unknown.` : undefined,
      );

export const noExportStar: HouseRule = (path, text) =>
  visit(path, text, (node) =>
    ts.isExportDeclaration(node) && !(node.exportClause && ts.isNamedExports(node.exportClause))
      ? 'export * is not allowed. List the names.'
      : undefined,
  );

function importsWire({ moduleSpecifier }: ts.ImportDeclaration): boolean {
  return ts.isStringLiteral(moduleSpecifier) && /^\.{1,2}\/(.*\/)?wire\.js$/.test(moduleSpecifier.text);
}

/** A wire.ts may import another one, since the endpoints of a server share types. */
export const wireImportsOnlyWire: HouseRule = (path, text) =>
  basename(path) === 'wire.ts'
    ? visit(path, text, (node) =>
        (ts.isImportDeclaration(node) && !importsWire(node)) ||
        ts.isImportTypeNode(node) ||
        (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined)
          ? 'wire.ts must import only other wire.ts files.'
          : undefined,
      )
    : [];

/** An index.ts only exports names of other files and imports modules for their side effect. */
export const indexOnlyLists: HouseRule = (path, text) => {
  if (basename(path) !== 'index.ts') return [];
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  return source.statements
    .filter((statement) => {
      if (ts.isImportDeclaration(statement)) return statement.importClause !== undefined;
      return !(ts.isExportDeclaration(statement) && statement.moduleSpecifier);
    })
    .map((statement) => {
      const { line } = source.getLineAndCharacterOfPosition(statement.getStart(source));
      return `${path}:${line + 1} index.ts is an entry point and must only export names of other files.`;
    });
};

export const nothingPutOff: HouseRule = (path, text) =>
  grep(
    path,
    text,
    /\b(TODO|FIXME|XXX)\b|\b(it|test|describe|suite)\.(skip|only|todo)\b/,
    'Unfinished code is not allowed. Finish it or remove it.',
  );

/** A provider's own tests do not replace those that every provider must pass. */
export const runsTheSuite: HouseRule = (path, text) =>
  /^providerConformance\(/m.test(text) ? [] : [`${path} does not call providerConformance() of @lmux/core/testing.`];

/** Returns `text` without the paths that lead to a folder `shared` of the same package. */
function withoutOwnFolder(path: string, text: string): string {
  const [source] = /^packages\/[^/]+\/src\//.exec(path) ?? [];
  if (source === undefined) return text;
  return text.replaceAll(/(?:\.\.\/)+shared\//g, (found) =>
    join(dirname(path), found).startsWith(source) ? '' : found,
  );
}

/** The repository must not name a path of a developer's machine or the host of a package registry. */
export const noMachines: HouseRule = (path, text) => [
  ...grep(
    path,
    text,
    /(^|[^\w.])\/(work|root|home\/\w+|Users\/\w+)\//,
    'The path exists only on one machine. Remove it.',
  ),
  ...grep(
    path,
    text,
    /registry\.(npm|yarn)|"resolved": "https?:/,
    'The file names the host of a package registry. Remove it.',
  ),
  ...(path === OUTSIDE_ALLOWED
    ? []
    : grep(path, withoutOwnFolder(path, text), /\.\.\/shared\//, 'The path leads outside the repository. Remove it.')),
];
