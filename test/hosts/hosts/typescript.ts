import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkApplication } from '../check-application.ts';
import type { CheckResult, Host } from '../host.ts';
import { installProject } from '../install-project.ts';
import { runProgram } from '../run-program.ts';

/** What differs between the checks: the version of the compiler, `module` and `moduleResolution`, and the files. */
interface Compilation {
  readonly version: '5' | '6' | '7';
  readonly module: string;
  readonly resolution: string;
  readonly formats: ReadonlyArray<'mts' | 'cts'>;
}

const COMPILATIONS: readonly Compilation[] = [
  ...(['5', '6', '7'] as const).flatMap((version): Compilation[] => [
    { version, module: 'nodenext', resolution: 'nodenext', formats: ['mts', 'cts'] },
    { version, module: 'preserve', resolution: 'bundler', formats: ['mts', 'cts'] },
  ]),
  // TypeScript 6 deprecates it, and 7 does not have it.
  { version: '5', module: 'commonjs', resolution: 'node10', formats: ['cts'] },
];

const STRICT = ['--strict', '--skipLibCheck', 'false', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess'];
const LIBRARIES = ['--lib', 'es2023,esnext.disposable,dom,dom.iterable,dom.asynciterable', '--types', 'node'];

/** Writes a module that loads every entry point, with `import` and with `require`. */
function writeEntries(folder: string, entries: readonly string[]): void {
  const names = entries.map((_, index) => `entry${index}`);
  const imports = entries.map((entry, index) => `import * as ${names[index]} from '${entry}';\n`).join('');
  const requires = entries.map((entry, index) => `import ${names[index]} = require('${entry}');\n`).join('');
  const list = `const entries: readonly object[] = [${names.join(', ')}];\n`;
  writeFileSync(join(folder, 'entries.mts'), `${imports}export ${list}`);
  writeFileSync(join(folder, 'entries.cts'), `${requires}${list}export = entries;\n`);
}

/** Compiles the application in one way, and runs the result. */
async function compile(
  folder: string,
  { version, module, resolution, formats }: Compilation,
): Promise<readonly CheckResult[]> {
  const title = `TypeScript ${version}, ${resolution}`;
  const output = join(folder, `output-${version}-${resolution}`);
  const options = ['--target', 'es2022', '--module', module, '--moduleResolution', resolution, '--outDir', output];
  const { succeeded, stdout, stderr } = await runProgram(
    process.execPath,
    [
      `node_modules/typescript-${version}/bin/tsc`,
      ...options,
      ...STRICT,
      ...LIBRARIES,
      ...formats.map((format) => `main.${format}`),
    ],
    folder,
  );
  if (!succeeded) return [{ title, error: `${stdout}${stderr}` }];
  const results: CheckResult[] = [];
  for (const format of formats) {
    const program = join(output, `main.${format.replace('ts', 'js')}`);
    results.push(
      await checkApplication({
        title: `${title}, .${format}`,
        command: process.execPath,
        args: [program],
        cwd: folder,
      }),
    );
  }
  return results;
}

/** TypeScript applications, checked with the declarations of all packages. */
export const host: Host = {
  name: 'typescript',
  async run(application) {
    const folder = await installProject(application, 'typescript');
    writeEntries(folder, application.entries);
    const results: CheckResult[] = [];
    for (const compilation of COMPILATIONS) results.push(...(await compile(folder, compilation)));
    return results;
  },
};
