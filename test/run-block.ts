import { compileFunction } from 'node:vm';
import ts from 'typescript';
import type { Block } from './compile-pages.ts';

/** The modules that blocks import, by their names. */
export type Modules = Readonly<Record<string, unknown>>;

/** Returns the text of each function that a module declares, by its name. */
export function functionsOf(code: string): ReadonlyMap<string, string> {
  const source = ts.createSourceFile('block.ts', code, ts.ScriptTarget.Latest, true);
  return new Map(
    source.statements.filter(ts.isFunctionDeclaration).flatMap((statement) => {
      const name = statement.name?.text;
      return name === undefined ? [] : [[name, statement.getText()] as const];
    }),
  );
}

/**
 * Runs a block as a module, and returns its exports. Its imports are resolved from `modules`, so that they are those of the test that runs it.
 *
 * @param before Code that the block relies on.
 */
export async function runBlock({ name, code }: Block, before: string, modules: Modules): Promise<object> {
  const { outputText } = ts.transpileModule(`${before}\n${code}`, {
    fileName: name,
    // A module that has top-level await cannot be CommonJS, but the body of an async function can.
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const require = (wanted: string): unknown => {
    if (Object.hasOwn(modules, wanted)) return modules[wanted];
    throw new Error(`${name} imports "${wanted}". Add it to the modules of the test.`);
  };
  const run = compileFunction(`return (async () => {\n${outputText}\n})();`, ['require', 'exports'], {
    filename: name,
  });
  const exports = {};
  await (run as (require: (name: string) => unknown, exports: object) => Promise<void>)(require, exports);
  return exports;
}
