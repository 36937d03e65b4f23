/**
 * Holds every import (type imports too) against import-rules.ts. Exits with 1 and names each breach.
 *
 * The graph and the matching are dependency-cruiser's; this file only turns the tables into its rules.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cruise, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { importRules, type ImportRules } from './import-rules.ts';

const TEST_FILE = String.raw`\.(test|test-d|spec|bench)\.ts$`;
/** The private package of the tests. */
const TEST_SUPPORT = '^packages/test-support/';
const TESTS = [TEST_FILE, '^packages/[^/]+/test/'];

const group = (names: readonly string[]): string => `(${names.join('|')})`;

/** The file behind a door: `core/provider` is packages/core/src/provider/index.ts. */
function doorFile(door: string): string {
  const [name, ...folders] = door.split('/');
  return `^packages/${name}/src/${[...folders, 'index'].join('/')}\\.ts$`;
}

function packageRules(rules: ImportRules): IForbiddenRuleType[] {
  return Object.entries(rules.packages).map(([name, doors]) => ({
    name: `package-${name}`,
    comment: doors.length > 0 ? `${name} may import only ${doors.join(', ')}` : `${name} may import no other package`,
    severity: 'error',
    from: { path: `^packages/${name}/src/`, pathNot: [...TESTS] },
    to: { path: '^(packages|examples)/', pathNot: [`^packages/${name}/`, ...doors.map(doorFile)] },
  }));
}

function roomRules(rules: ImportRules): IForbiddenRuleType[] {
  return Object.entries(rules.rooms).flatMap(([name, rooms]) =>
    Object.entries(rooms).map(([room, others]): IForbiddenRuleType => {
      const src = `^packages/${name}/src/`;
      return {
        name: `room-${room}`,
        comment: `${name}/${room} may import only ${[room, ...others].join(', ')}`,
        severity: 'error',
        from: { path: `${src}${room}/`, pathNot: [...TESTS] },
        to: { path: src, pathNot: `${src}${group([room, ...others])}/` },
      };
    }),
  );
}

function houseRules(rules: ImportRules): IForbiddenRuleType[] {
  const testRoom = `^packages/[^/]+/src/${group(rules.testRooms)}/`;
  const production = { path: '^packages/[^/]+/src/', pathNot: [...TESTS, testRoom] };
  return [
    {
      name: 'no-cycle',
      comment: 'no cycles, by type imports neither',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'every import leads somewhere (a new door also needs a path in tsconfig.base.json)',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'source-not-dist',
      comment: 'import the source, never what was built from it',
      severity: 'error',
      from: {},
      to: { path: '^packages/[^/]+/dist/' },
    },
    {
      name: 'wire-imports-nothing',
      comment: 'wire.ts is the server as it is: it imports nothing',
      severity: 'error',
      from: { path: '/wire\\.ts$' },
      to: {},
    },
    {
      name: 'doors-face-outwards',
      comment: 'an index.ts is for other packages: inside, import the file itself',
      severity: 'error',
      from: { path: '^packages/([^/]+)/src/', pathNot: [...TESTS] },
      to: { path: ['^packages/$1/src/index\\.ts$', '^packages/$1/src/.+/index\\.ts$'] },
    },
    {
      name: 'no-tests-in-production',
      comment: 'production code imports no tests and no test doubles',
      severity: 'error',
      from: production,
      to: { path: [...TESTS, testRoom] },
    },
    {
      name: 'test-support-in-tests-only',
      comment: 'test-support is private: only tests may import it',
      severity: 'error',
      from: { path: '^(packages|examples)/', pathNot: [TEST_FILE, '/test/', TEST_SUPPORT] },
      to: { path: TEST_SUPPORT },
    },
    {
      name: 'declared-dependencies',
      comment: 'production code imports only what its package.json declares for run time',
      severity: 'error',
      from: production,
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['npm', 'npm-peer', 'npm-optional'],
      },
    },
    {
      name: 'neutral-platform',
      comment: `${rules.neutral.join(', ')} also run in browsers: node: modules only in files named as Node's`,
      severity: 'error',
      from: { path: `^packages/${group(rules.neutral)}/src/`, pathNot: [...TESTS, ...rules.nodeOnly] },
      to: { dependencyTypes: ['core'] },
    },
  ];
}

/** Folders that exist but are in no table: a rule that nobody wrote cannot be broken. */
function unlisted(root: string, rules: ImportRules): string[] {
  const foldersOf = (path: string): string[] =>
    existsSync(join(root, path))
      ? readdirSync(join(root, path), { withFileTypes: true }).flatMap((entry) =>
          entry.isDirectory() ? entry.name : [],
        )
      : [];
  const packages = foldersOf('packages')
    .filter((name) => !rules.packages[name])
    .map((name) => `packages/${name}`);
  const rooms = Object.entries(rules.rooms).flatMap(([name, known]) =>
    foldersOf(`packages/${name}/src`)
      .filter((room) => !known[room] && !rules.testRooms.includes(room))
      .map((room) => `packages/${name}/src/${room}`),
  );
  return [...packages, ...rooms].map((path) => `unlisted: ${path} has no line in scripts/import-rules.ts`);
}

/** Every breach as a sentence; none when all is well. */
export async function checkImports(root: string, rules: ImportRules = importRules): Promise<string[]> {
  const tsConfig = join(root, 'tsconfig.json');
  const roots = ['packages', 'examples'].filter((folder) => existsSync(join(root, folder)));
  const { output } = await cruise(
    roots,
    {
      baseDir: root,
      validate: true,
      ruleSet: { forbidden: [...packageRules(rules), ...roomRules(rules), ...houseRules(rules)] },
      tsPreCompilationDeps: true,
      tsConfig: { fileName: tsConfig },
      doNotFollow: { path: ['node_modules', '/dist/'] },
      exclude: { path: ['/dist/', '/fixtures/'] },
    },
    { conditionNames: ['import', 'require', 'node', 'types', 'default'], exportsFields: ['exports'] },
    { tsConfig: extractTsConfig(tsConfig) },
  );
  const { violations } = (output as ICruiseResult).summary;
  const comments = new Map(
    [...packageRules(rules), ...roomRules(rules), ...houseRules(rules)].map((rule) => [rule.name, rule.comment]),
  );
  const breaches = violations.map(({ rule, from, to, cycle }) => {
    const path = cycle ? [from, ...cycle.map((step) => step.name)].join(' -> ') : `${from} -> ${to}`;
    return `${rule.name}: ${path} (${comments.get(rule.name)})`;
  });
  return [...unlisted(root, rules), ...new Set(breaches)];
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const breaches = await checkImports(resolve(import.meta.dirname, '..'));
  for (const breach of breaches) console.error(breach);
  console.log(breaches.length === 0 ? 'imports: all as designed' : `imports: ${breaches.length} breaches`);
  if (breaches.length > 0) process.exitCode = 1;
}
