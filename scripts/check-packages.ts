/**
 * Checks the packages as they would be published. Packs every public package, checks the tarballs with publint and attw, then
 * installs them in a separate folder and uses them as an application does: with `import`, with `require`, with tsc, and in a
 * browser bundle.
 *
 * The folder is in node_modules/.cache, so that runtime dependencies resolve without another installation.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve, sep } from 'node:path';
import { build } from 'esbuild';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { brokenLinks, packPages, restoreReadme } from './pack-pages.ts';
import { packPackage, privatePackages, publicPackages, unpackPackage, type PublicPackage } from './public-packages.ts';

const ROOT = resolve(import.meta.dirname, '..');
const WORK = join(ROOT, 'node_modules/.cache/packages');
const failures: string[] = [];

/** Entry points that are not modules. `moduleResolution` node10 finds them by their path in the package. */
const NOT_MODULES = ['--exclude-entrypoints', './lmux.config.schema.json'];

/** Runs a command and returns its output. If it fails, records the output as a failure. */
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
  run(`attw ${name}`, 'attw', [tarball, '--no-definitely-typed', '--no-emoji', ...NOT_MODULES], ROOT);
}

/** Writes a file that imports every entry point and one that requires them. Runs both with Node and checks both with tsc. */
function consume(entries: readonly string[]): void {
  const uses = entries.map((_, index) => `entry${index}`).join(', ');
  const imports = entries.map((entry, index) => `import * as entry${index} from '${entry}';`);
  const requires = entries.map((entry, index) => `import entry${index} = require('${entry}');`);
  const check = `for (const entry of [${uses}]) if (Object.keys(entry).length === 0) throw new Error('An entry point exports nothing.');`;
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

/** Bundles the entry points that also run in browsers. The bundle must not contain undici or Node modules. */
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
    if (nodeOnly.length > 0) failures.push(`The browser bundle contains undici: ${nodeOnly[0]}`);
    // Fails if the bundler has dropped a side effect because package.json does not declare it.
    run('load the bundle', 'node', ['bundle.mjs'], WORK);
  } catch (error) {
    failures.push(`The browser bundle could not be built: ${String(error)}`);
  }
}

/** Packs a package with its pages. Returns the path of the tarball. */
function packWithPages(one: PublicPackage): string {
  const folder = basename(one.folder);
  packPages(folder);
  try {
    return packPackage(one, WORK);
  } finally {
    restoreReadme(folder);
  }
}

/** Returns the links in the pages of an unpacked package that lead nowhere. */
function brokenLinksIn(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll(sep, '/'));
  const pages = names.filter((name) => name.endsWith('.md'));
  return brokenLinks(new Map(pages.map((page) => [page, readFileSync(join(folder, page), 'utf8')])), new Set(names));
}

rmSync(WORK, { recursive: true, force: true });
mkdirSync(WORK, { recursive: true });
const packages = publicPackages();
const privates = privatePackages();
for (const one of packages) {
  const tarball = packWithPages(one);
  await lint(one.name, tarball);
  unpackPackage(one, tarball, WORK);
  const unpacked = join(WORK, 'node_modules', one.name);
  if (!existsSync(join(unpacked, 'docs'))) failures.push(`${one.name} has no guides. Add "docs" to "files".`);
  const readmes = readdirSync(unpacked).filter((name) => name.startsWith('README'));
  if (readmes.length !== 1) failures.push(`${one.name} must have one README; received ${readmes.join(', ')}.`);
  failures.push(...brokenLinksIn(unpacked).map((link) => `A link in ${one.name} leads nowhere: ${link}`));
  const manifest = readFileSync(join(unpacked, 'package.json'), 'utf8');
  failures.push(
    ...privates
      .filter((name) => manifest.includes(name))
      .map((name) => `The package.json of ${one.name} contains the private package ${name}.`),
  );
}
const entries = packages.flatMap((one) => one.entries);
consume(entries);
await bundle(packages.filter(({ isNeutral }) => isNeutral).flatMap((one) => one.entries));

for (const failure of failures) console.error(`${failure}\n`);
console.log(`packages: ${entries.length} entries, ${failures.length} failures`);
if (failures.length > 0) process.exitCode = 1;
