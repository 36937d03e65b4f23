import { globSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { publicPackages } from '../scripts/public-packages.ts';

// Reads the output of the build that `npm test` runs. The published declarations must contain only what users may call.

const ROOT = resolve(import.meta.dirname, '..');

type WithMembers = ts.ClassDeclaration | ts.InterfaceDeclaration | ts.TypeLiteralNode;

function parse(path: string): ts.SourceFile {
  return ts.createSourceFile(path, readFileSync(join(ROOT, path), 'utf8'), ts.ScriptTarget.Latest, true);
}

function visit(file: ts.SourceFile, look: (node: ts.Node) => void): void {
  const walk = (node: ts.Node): void => {
    look(node);
    ts.forEachChild(node, walk);
  };
  walk(file);
}

const hasMembers = (node: ts.Node): node is WithMembers =>
  ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isTypeLiteralNode(node);

const isInternal = (node: ts.Node): boolean => ts.getJSDocTags(node).some(({ tagName }) => tagName.text === 'internal');

/** Returns `open()` for a method and `open` for a property or an accessor, so that the two are not confused. */
function memberName(member: ts.ClassElement | ts.TypeElement): string | undefined {
  if (member.name === undefined || !ts.isIdentifier(member.name)) return undefined;
  const isMethod = ts.isMethodDeclaration(member) || ts.isMethodSignature(member);
  return isMethod ? `${member.name.text}()` : member.name.text;
}

/** Names that the built modules of the packages export. A user can construct or extend only these classes. */
const exportedClasses = new Set<string>();
for (const path of globSync('packages/*/dist/**/*.d.ts', { cwd: ROOT })) {
  const [built] = globSync(path.replace(/\.d\.ts$/, '.js'), { cwd: ROOT });
  if (built === undefined) continue;
  visit(parse(built), (node) => {
    if (ts.isExportSpecifier(node)) exportedClasses.add(node.name.text);
  });
}

const marked = new Set<string>();
const internalMembers = new Set<string>();
const publicMembers = new Set<string>();

/**
 * Sorts the members of a declaration into public and internal ones. A member is internal if it is marked so, or if no entry point exports
 * its class.
 */
function sortMembers(node: WithMembers, insideInternal: boolean): void {
  const isPublicClass = !ts.isClassDeclaration(node) || exportedClasses.has(node.name?.text ?? '');
  for (const member of node.members) {
    const name = memberName(member);
    if (name === undefined) continue;
    const isPublic = isPublicClass && !insideInternal && !isInternal(member);
    (isPublic ? publicMembers : internalMembers).add(name);
  }
}

const isSource = (path: string): boolean => !/\.(test|test-d|bench)\.ts$/.test(path);
for (const path of globSync('packages/*/src/**/*.ts', { cwd: ROOT }).filter(isSource)) {
  const walk = (node: ts.Node, insideInternal: boolean): void => {
    const internal = insideInternal || isInternal(node);
    if (internal && !insideInternal && ts.isDeclarationStatement(node) && node.name !== undefined) {
      marked.add(node.name.getText());
    }
    if (hasMembers(node)) sortMembers(node, internal);
    ts.forEachChild(node, (child) => walk(child, internal));
  };
  walk(parse(path), false);
}

/** Members that only internal declarations have. No published declaration may contain one. */
const hidden = new Set([...internalMembers].filter((name) => !publicMembers.has(name)));

describe('the internal members found in the source', () => {
  test('are those marked as internal and those of classes that no entry point exports', () => {
    expect([...marked]).toEqual(expect.arrayContaining(['CallHost', 'CallScope', 'JsonHttpClient']));
    const expected = ['attempt()', 'begin()', 'closeScope()', 'failureOf()', 'openScope()'];
    expect([...hidden]).toEqual(
      expect.arrayContaining([...expected, 'retryPolicyOf()', 'startFirstByte()', 'touchBytes()']),
    );
    expect(hidden).not.toContain('requestJson()');
  });
});

const declarations = globSync('packages/*/dist/**/*.d.{ts,cts}', { cwd: ROOT }).toSorted();

test('every published package has built declarations', () => {
  const folders = publicPackages().map(({ folder }) => relative(ROOT, folder));
  expect(folders.filter((folder) => !declarations.some((path) => path.startsWith(`${folder}/`)))).toEqual([]);
});

describe.each(declarations)('%s', (path) => {
  const file = parse(path);

  test('declares no class that users cannot import', () => {
    const classes = file.statements.filter((node) => ts.isClassDeclaration(node)).map(({ name }) => name?.text ?? '');
    expect(classes.filter((name) => !exportedClasses.has(name))).toEqual([]);
  });

  test('contains nothing internal', () => {
    const shown: string[] = [];
    visit(file, (node) => {
      const name = ts.isDeclarationStatement(node) ? node.name?.getText() : undefined;
      if (name !== undefined && marked.has(name)) shown.push(name);
      if (isInternal(node)) shown.push(node.getText());
      if (!hasMembers(node)) return;
      const members = node.members.flatMap((member) => memberName(member) ?? []);
      shown.push(...members.filter((member) => hidden.has(member)));
    });
    expect(shown).toEqual([]);
  });
});
