import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const CORE = resolve(import.meta.dirname, '../packages/core/src');

/** Returns the names that an entry point exports. Its syntax is enough, since entry points only list names (see structure.test.ts). */
function exportedNames(entry: string): string[] {
  const path = join(CORE, entry, 'index.ts');
  const { statements } = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest);
  return statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement)) return [];
    const clause = statement.exportClause;
    if (clause === undefined || !ts.isNamedExports(clause))
      throw new Error(`${path} exports names that it does not list.`);
    return clause.elements.map(({ name }) => name.text);
  });
}

test('@lmux/core/provider exports at most 64 names', () => {
  const names = exportedNames('provider');
  expect(names).toContain('defineProvider');
  expect(names.length).toBeLessThanOrEqual(64);
});

test('no two entry points for provider authors export the same name', () => {
  const names = ['provider', 'provider/json', 'provider/streams'].flatMap(exportedNames);
  expect(names).toContain('readObject');
  expect(names).toContain('decodeSource');
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});
