import { basename } from 'node:path';
import ts from 'typescript';

/** A rule reads one file and says, one sentence each, what is against it. */
export type HouseRule = (path: string, text: string) => string[];

const MAX_LINES = 250;
/** The one place where a server's unread JSON has a name. */
const ANY_ALIAS = 'packages/core/src/contract/json.ts';
/** The live servers of a neighbouring folder are CI's business alone. */
const NEIGHBOUR_ALLOWED = '.ci/run';

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
  return lines > MAX_LINES ? [`${path} has ${lines} lines: more than ${MAX_LINES}`] : [];
};

export const noAny: HouseRule = (path, text) =>
  path === ANY_ALIAS
    ? []
    : visit(path, text, (node) =>
        node.kind === ts.SyntaxKind.AnyKeyword ? `any: use IncomingJson or unknown` : undefined,
      );

export const noExportStar: HouseRule = (path, text) =>
  visit(path, text, (node) =>
    ts.isExportDeclaration(node) && !(node.exportClause && ts.isNamedExports(node.exportClause))
      ? 'export *: list the names'
      : undefined,
  );

function importsWire({ moduleSpecifier }: ts.ImportDeclaration): boolean {
  return ts.isStringLiteral(moduleSpecifier) && /^\.{1,2}\/(.*\/)?wire\.js$/.test(moduleSpecifier.text);
}

/** Endpoints of one server share types, so that a wire.ts may import another one. */
export const wireImportsOnlyWire: HouseRule = (path, text) =>
  basename(path) === 'wire.ts'
    ? visit(path, text, (node) =>
        (ts.isImportDeclaration(node) && !importsWire(node)) ||
        ts.isImportTypeNode(node) ||
        (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined)
          ? 'wire.ts imports only other wire.ts files'
          : undefined,
      )
    : [];

/** A door only lists: names from other files, and imports made for their side effect. */
export const doorOnlyLists: HouseRule = (path, text) => {
  if (basename(path) !== 'index.ts') return [];
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  return source.statements
    .filter((statement) => {
      if (ts.isImportDeclaration(statement)) return statement.importClause !== undefined;
      return !(ts.isExportDeclaration(statement) && statement.moduleSpecifier);
    })
    .map((statement) => {
      const { line } = source.getLineAndCharacterOfPosition(statement.getStart(source));
      return `${path}:${line + 1} index.ts is a door: it only lists names of other files`;
    });
};

export const nothingPutOff: HouseRule = (path, text) =>
  grep(path, text, /\b(TODO|FIXME|XXX)\b|\b(it|test|describe|suite)\.(skip|only|todo)\b/, 'finish it or leave it out');

/** A provider's own cases do not replace those that every provider has to pass. */
export const runsTheSuite: HouseRule = (path, text) =>
  /^providerConformance\(/m.test(text) ? [] : [`${path} does not call providerConformance() of @lmux/core/testing`];

/** The project speaks of itself alone: no path of somebody's machine, no host that packages came from. */
export const noMachines: HouseRule = (path, text) => [
  ...grep(path, text, /(^|[^\w.])\/(work|root|home\/\w+|Users\/\w+)\//, 'a path of one machine'),
  ...grep(path, text, /registry\.(npm|yarn)|"resolved": "https?:/, 'the host of a package registry'),
  ...(path === NEIGHBOUR_ALLOWED ? [] : grep(path, text, /\.\.\/shared\//, 'a path outside the repository')),
];
