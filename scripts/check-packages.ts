/**
 * Checks what would be published: packs every public package, checks the tarballs with publint and attw, then installs
 * them in a folder of their own and uses them as an application does: `import`, `require`, both under tsc, and a bundle
 * for browsers.
 *
 * The folder is in node_modules/.cache, so that run-time dependencies resolve without another install.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { build } from 'esbuild';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { copyGuides } from './copy-guides.ts';
import { packPackage, privatePackages, publicPackages, unpackPackage } from './public-packages.ts';

const ROOT = resolve(import.meta.dirname, '..');
const WORK = join(ROOT, 'node_modules/.cache/packages');
const failures: string[] = [];

/** Runs a command. If it fails, its output is recorded as a failure. */
function run(title: string, command: string, args: readonly string[], cwd: string): string {
  try {
    return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    failures.push(`${title}\n${stdout}${stderr}`.trimEnd());
    return '';
  }
}

async function lint(name: string, tarball: string): Promise<void> {
  const bytes = new Uint8Array(readFileSync(tarball));
  const { messages, pkg } = await publint({ strict: true, pack: { tarball: bytes.buffer } });
  failures.push(...messages.map((message) => `publint ${name}: ${formatMessage(message, pkg, { color: false })}`));
  // node16 covers the bundlers too. Only resolution by `main`, which does not read `exports`, is not checked.
  run(`attw ${name}`, 'attw', [tarball, '--profile', 'node16', '--no-definitely-typed', '--no-emoji'], ROOT);
}

/** Writes a file that imports every entry point and one that requires each. Node runs them and the compiler checks them. */
function consume(entries: readonly string[]): void {
  const uses = entries.map((_, index) => `entry${index}`).join(', ');
  const imports = entries.map((entry, index) => `import * as entry${index} from '${entry}';`);
  const requires = entries.map((entry, index) => `import entry${index} = require('${entry}');`);
  const check = `for (const entry of [${uses}]) if (Object.keys(entry).length === 0) throw new Error('an entry point exports nothing');`;
  const plain = requires.map((line) => line.replace('import', 'const'));
  writeFileSync(join(WORK, 'consumer.mts'), [...imports, check, ''].join('\n'));
  writeFileSync(join(WORK, 'consumer.cts'), [...requires, check, ''].join('\n'));
  writeFileSync(join(WORK, 'consumer.mjs'), [...imports, check, ''].join('\n'));
  writeFileSync(join(WORK, 'consumer.cjs'), [...plain, check, ''].join('\n'));
  run('import every entry', 'node', ['consumer.mjs'], WORK);
  run('require every entry', 'node', ['consumer.cjs'], WORK);
  const options = ['--ignoreConfig', '--noEmit', '--strict', '--skipLibCheck', 'false', '--target', 'es2023'];
  const lib = ['--lib', 'es2023,esnext.disposable,dom,dom.iterable,dom.asynciterable', '--types', 'node'];
  for (const module of ['nodenext', 'preserve']) {
    const files = module === 'preserve' ? ['consumer.mts'] : ['consumer.mts', 'consumer.cts'];
    run(`types under module ${module}`, 'tsc', [...options, ...lib, '--module', module, ...files], WORK);
  }
}

/** Bundles the entry points that also run in browsers. The bundle must have nothing of Node. */
async function bundle(entries: readonly string[]): Promise<void> {
  const contents = entries.map((entry, index) => `export * as entry${index} from '${entry}';`).join('\n');
  try {
    const { metafile } = await build({
      stdin: { contents, resolveDir: WORK },
      bundle: true,
      platform: 'browser',
      format: 'esm',
      metafile: true,
      outfile: join(WORK, 'bundle.mjs'),
      logLevel: 'silent',
    });
    const nodeOnly = Object.keys(metafile.inputs).filter((path) => path.includes('node_modules/undici/'));
    if (nodeOnly.length > 0) failures.push(`undici is in the bundle for browsers: ${nodeOnly[0]}`);
    // The bundler has dropped side effects that package.json denies.
    run('load the bundle', 'node', ['bundle.mjs'], WORK);
  } catch (error) {
    failures.push(`no bundle for browsers: ${String(error)}`);
  }
}

rmSync(WORK, { recursive: true, force: true });
mkdirSync(WORK, { recursive: true });
const packages = publicPackages();
const privates = privatePackages();
for (const one of packages) {
  copyGuides(basename(one.folder));
  const tarball = packPackage(one, WORK);
  await lint(one.name, tarball);
  unpackPackage(one, tarball, WORK);
  const guides = join(WORK, 'node_modules', one.name, 'docs');
  if (!existsSync(guides)) failures.push(`${one.name} has no guides. Add "docs" to "files".`);
  const manifest = readFileSync(join(WORK, 'node_modules', one.name, 'package.json'), 'utf8');
  failures.push(
    ...privates.filter((name) => manifest.includes(name)).map((name) => `${one.name} names the private ${name}`),
  );
}
const entries = packages.flatMap((one) => one.entries);
consume(entries);
await bundle(packages.filter(({ isNeutral }) => isNeutral).flatMap((one) => one.entries));

for (const failure of failures) console.error(`${failure}\n`);
console.log(`packages: ${entries.length} entries, ${failures.length} failures`);
if (failures.length > 0) process.exitCode = 1;
