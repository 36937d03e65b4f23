/**
 * Checks every import, including type imports, against import-rules.ts. Prints each violation, and exits with 1 if there are any.
 *
 * dependency-cruiser builds the graph and matches the rules. This file and layers.ts only convert the tables into its rules.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cruise, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { importRules, type ImportRules } from './import-rules.ts';
import { layerRules, tableFaults } from './layers.ts';

const TEST_FILE = String.raw`\.(test|test-d|spec|bench)\.ts$`;
/** The private package that only tests may import. */
const TEST_SUPPORT = '^packages/test-support/';
const TESTS = [TEST_FILE, '^packages/[^/]+/test/'];

const group = (names: readonly string[]): string => `(${names.join('|')})`;

/** Returns a pattern for the file of an entry point: `core/provider` is packages/core/src/provider/index.ts. */
function entryFile(entryPoint: string): string {
  const [name, ...folders] = entryPoint.split('/');
  return `^packages/${name}/src/${[...folders, 'index'].join('/')}\\.ts$`;
}

function packageRules(rules: ImportRules): IForbiddenRuleType[] {
  return Object.entries(rules.packages).map(([name, entryPoints]) => ({
    name: `package-${name}`,
    comment:
      entryPoints.length > 0
        ? `${name} may import only ${entryPoints.join(', ')}`
        : `${name} may import no other package`,
    severity: 'error',
    from: { path: `^packages/${name}/src/`, pathNot: [...TESTS] },
    to: { path: '^(packages|examples)/', pathNot: [`^packages/${name}/`, ...entryPoints.map(entryFile)] },
  }));
}

function houseRules(rules: ImportRules): IForbiddenRuleType[] {
  const testLayer = `^packages/[^/]+/src/${group(rules.testLayers)}/`;
  const production = { path: '^packages/[^/]+/src/', pathNot: [...TESTS, testLayer] };
  return [
    {
      name: 'no-cycle',
      comment: 'cycles are not allowed, not even of type imports',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'every import must resolve (a new entry point also needs a path in tsconfig.base.json)',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'source-not-dist',
      comment: 'import the source, not the build output',
      severity: 'error',
      from: {},
      to: { path: '^packages/[^/]+/dist/' },
    },
    {
      name: 'wire-imports-only-wire',
      comment: 'wire.ts describes only the server and may import only other wire.ts files',
      severity: 'error',
      from: { path: '/wire\\.ts$' },
      to: { pathNot: '/wire\\.ts$' },
    },
    {
      name: 'index-is-for-other-packages',
      comment: 'index.ts is for other packages; within a package, import the file itself',
      severity: 'error',
      from: { path: '^packages/([^/]+)/src/', pathNot: [...TESTS] },
      to: { path: ['^packages/$1/src/index\\.ts$', '^packages/$1/src/.+/index\\.ts$'] },
    },
    {
      name: 'no-tests-in-production',
      comment: 'production code must not import tests or test doubles',
      severity: 'error',
      from: production,
      to: { path: [...TESTS, testLayer] },
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
      comment: 'production code may import only runtime dependencies that its package.json declares',
      severity: 'error',
      from: production,
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['npm', 'npm-peer', 'npm-optional'],
      },
    },
    {
      name: 'neutral-platform',
      comment: `${rules.neutral.join(', ')} also run in browsers and may import node: modules only in the files that nodeOnly lists`,
      severity: 'error',
      from: { path: `^packages/${group(rules.neutral)}/src/`, pathNot: [...TESTS, ...rules.nodeOnly] },
      to: { dependencyTypes: ['core'] },
    },
  ];
}

function isSource(file: string): boolean {
  return file.endsWith('.ts') && !new RegExp(TEST_FILE).test(file);
}

/** Returns packages and folders without a line in the tables, to which no rule would apply, and lines without a folder. */
function unlisted(root: string, rules: ImportRules): string[] {
  const packages = readdirSync(join(root, 'packages'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  return packages.flatMap((name) => {
    const src = join(root, 'packages', name, 'src');
    const faults = [
      ...(rules.packages[name] === undefined ? [`package "${name}" has no line`] : []),
      ...(existsSync(src) ? tableFaults(src, rules, rules.layers[name] ?? {}, isSource) : []),
    ];
    return faults.map((fault) => `unlisted: packages/${name}: ${fault} in scripts/import-rules.ts`);
  });
}

/** Returns all violations, one line each. */
export async function checkImports(root: string, rules: ImportRules = importRules): Promise<string[]> {
  const forbidden = [...packageRules(rules), ...layerRules(rules, TESTS), ...houseRules(rules)];
  const tsConfig = join(root, 'tsconfig.json');
  const roots = ['packages', 'examples'].filter((folder) => existsSync(join(root, folder)));
  const { output } = await cruise(
    roots,
    {
      baseDir: root,
      validate: true,
      ruleSet: { forbidden },
      tsPreCompilationDeps: true,
      tsConfig: { fileName: tsConfig },
      doNotFollow: { path: ['node_modules', '/dist/'] },
      exclude: { path: ['/dist/', '/fixtures/'] },
    },
    { conditionNames: ['import', 'require', 'node', 'types', 'default'], exportsFields: ['exports'] },
    { tsConfig: extractTsConfig(tsConfig) },
  );
  const { violations } = (output as ICruiseResult).summary;
  const comments = new Map(forbidden.map((rule) => [rule.name, rule.comment]));
  const found = violations.map(({ rule, from, to, cycle }) => {
    const path = cycle ? [from, ...cycle.map((step) => step.name)].join(' -> ') : `${from} -> ${to}`;
    return `${rule.name}: ${path} (${comments.get(rule.name)})`;
  });
  return [...unlisted(root, rules), ...new Set(found)];
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const violations = await checkImports(resolve(import.meta.dirname, '..'));
  for (const violation of violations) console.error(violation);
  console.log(violations.length === 0 ? 'imports: no violations' : `imports: ${violations.length} violations`);
  if (violations.length > 0) process.exitCode = 1;
}
