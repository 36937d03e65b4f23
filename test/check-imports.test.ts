import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { checkImports } from '../scripts/check-imports.ts';
import type { ImportRules } from '../scripts/import-rules.ts';

const RULES: ImportRules = {
  packages: { core: [], provider: ['core/provider'], nested: [], 'test-support': [] },
  layers: {
    core: { contract: [], errors: ['contract'], provider: ['contract', 'errors'] },
    nested: {
      'common/http': [],
      'common/http/sinks': ['common/http'],
      'common/json': [],
      red: ['common', 'red/inner'],
      'red/inner': ['red', 'common/json'],
      blue: ['common'],
      '.': ['red'],
      cli: ['.'],
    },
  },
  testLayers: ['testing'],
  nodeOnly: ['-node\\.ts$'],
  neutral: ['core'],
};

const SOUND: Record<string, string> = {
  'tsconfig.json': JSON.stringify({
    compilerOptions: {
      module: 'ESNext',
      moduleResolution: 'Bundler',
      paths: {
        '@x/core': ['./packages/core/src/index.ts'],
        '@x/core/provider': ['./packages/core/src/provider/index.ts'],
      },
    },
  }),
  'packages/core/package.json': JSON.stringify({ name: '@x/core', type: 'module' }),
  'packages/core/src/index.ts': `export type { Chat } from './contract/chat.js';`,
  'packages/core/src/contract/chat.ts': `export interface Chat { model: string }`,
  'packages/core/src/errors/base.ts': `import type { Chat } from '../contract/chat.js';\nexport type Base = Chat;`,
  'packages/core/src/provider/index.ts': `export type { Base } from '../errors/base.js';`,
  'packages/core/src/testing/fake.ts': `export const fake = 1;`,
  'packages/core/src/errors/base.test.ts': `import '../testing/fake.js';\nimport '../index.js';`,
  'packages/core/test/base.test.ts': `import '../../test-support/src/index.js';`,
  'packages/test-support/package.json': JSON.stringify({ name: '@x/test-support', type: 'module' }),
  'packages/test-support/src/index.ts': `export { serve } from './serve.js';`,
  'packages/test-support/src/serve.ts': `export const serve = 1;`,
  'packages/provider/package.json': JSON.stringify({ name: '@x/provider', type: 'module' }),
  'packages/provider/src/index.ts': `export { create } from './create.js';`,
  'packages/provider/src/create.ts': `import type { Base } from '@x/core/provider';\nexport const create = (base: Base): Base => base;`,
  'packages/provider/src/wire.ts': `export interface Wire { id: string }`,
  'packages/nested/package.json': JSON.stringify({ name: '@x/nested', type: 'module' }),
  'packages/nested/src/start.ts': `export { red } from './red/red.js';`,
  'packages/nested/src/cli/main.ts': `export { red } from '../start.js';`,
  'packages/nested/src/common/http/send.ts': `export const send = 1;`,
  'packages/nested/src/common/http/sinks/sink.ts': `export { send as sink } from '../send.js';`,
  'packages/nested/src/common/json/read.ts': `export const read = 1;`,
  'packages/nested/src/red/color.ts': `export { sink as color } from '../common/http/sinks/sink.js';`,
  'packages/nested/src/red/red.ts': `export { shade as red } from './inner/shade.js';`,
  'packages/nested/src/red/inner/shade.ts': `export { color as shade } from '../color.js';\nexport { read } from '../../common/json/read.js';`,
  'packages/nested/src/blue/blue.ts': `export { sink as blue } from '../common/http/sinks/sink.js';`,
  'packages/nested/src/common/http/wire.ts': `export interface Wire { id: string }`,
  'packages/nested/src/red/wire.ts': `import type { Wire } from '../common/http/wire.js';\nexport type RedWire = Wire;`,
};

const roots: string[] = [];

function violationsOf(files: Record<string, string>, rules: ImportRules = RULES): Promise<string[]> {
  const root = mkdtempSync(join(tmpdir(), 'lmux-imports-'));
  roots.push(root);
  for (const [path, text] of Object.entries({ ...SOUND, ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), `${text}\n`);
  }
  return checkImports(root, rules);
}

afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
});

const VIOLATIONS: ReadonlyArray<[rule: string, path: string, text: string]> = [
  [
    'layer-core/contract',
    'packages/core/src/contract/up.ts',
    `import type { Base } from '../errors/base.js';\nexport type Up = Base;`,
  ],
  ['layer-core/contract', 'packages/core/src/contract/up.ts', `export type Up = import('../errors/base.js').Base;`],
  [
    'layer-core/errors',
    'packages/core/src/errors/late.ts',
    `export const late = () => import('../provider/index.js');`,
  ],
  [
    'package-provider',
    'packages/provider/src/inner.ts',
    `import type { Chat } from '@x/core';\nexport type Inner = Chat;`,
  ],
  [
    'package-provider',
    'packages/provider/src/reach.ts',
    `export type { Chat } from '../../core/src/contract/chat.js';`,
  ],
  ['package-core', 'packages/core/src/errors/out.ts', `export { create } from '../../../provider/src/create.js';`],
  [
    'wire-imports-only-wire',
    'packages/provider/src/wire.ts',
    `import type { create } from './create.js';\nexport type Wire = typeof create;`,
  ],
  ['index-is-for-other-packages', 'packages/provider/src/self.ts', `export { create as self } from './index.js';`],
  ['no-tests-in-production', 'packages/core/src/errors/oops.ts', `export { fake } from '../testing/fake.js';`],
  ['no-tests-in-production', 'packages/core/src/errors/oops.ts', `import './base.test.js';`],
  [
    'test-support-in-tests-only',
    'packages/core/src/testing/fake-server.ts',
    `export { serve } from '../../../test-support/src/serve.js';`,
  ],
  [
    'neutral-platform',
    'packages/core/src/errors/disk.ts',
    `import { readFileSync } from 'node:fs';\nexport const read = readFileSync;`,
  ],
  ['resolvable', 'packages/core/src/errors/lost.ts', `export { nowhere } from './nowhere.js';`],
  ['layer-nested/blue', 'packages/nested/src/blue/red.ts', `export { color } from '../red/color.js';`],
  ['layer-nested/blue', 'packages/nested/src/blue/shade.ts', `export { shade } from '../red/inner/shade.js';`],
  ['layer-nested/blue', 'packages/nested/src/blue/root.ts', `export { red } from '../start.js';`],
  [
    'layer-nested/red/inner',
    'packages/nested/src/red/inner/send.ts',
    `export { send } from '../../common/http/send.js';`,
  ],
  ['layer-nested/common/http', 'packages/nested/src/common/http/json.ts', `export { read } from '../json/read.js';`],
  [
    'layer-nested/common/http/sinks',
    'packages/nested/src/common/http/sinks/json.ts',
    `export { read } from '../../json/read.js';`,
  ],
  ['layer-nested/.', 'packages/nested/src/blue.ts', `export { blue } from './blue/blue.js';`],
  ['layer-nested/.', 'packages/nested/src/shade.ts', `export { shade } from './red/inner/shade.js';`],
  ['layer-nested/cli', 'packages/nested/src/cli/red.ts', `export { red } from '../red/red.js';`],
  ['unlisted', 'packages/core/src/attic/box.ts', `export const box = 1;`],
  ['unlisted', 'packages/core/src/attic/chest/box.ts', `export const box = 1;`],
  ['unlisted', 'packages/nested/src/common/attic/box.ts', `export const box = 1;`],
  ['unlisted', 'packages/provider/src/attic/box.ts', `export const box = 1;`],
  ['unlisted', 'packages/nested/src/red/inner/attic/box.ts', `export const box = 1;`],
  ['unlisted', 'packages/newcomer/src/index.ts', `export const hello = 1;`],
];

describe('the import check', () => {
  test('accepts imports that follow the rules', async () => {
    await expect(violationsOf({})).resolves.toEqual([]);
  });

  test('accepts node: modules in the files that nodeOnly lists', async () => {
    const path = 'packages/core/src/errors/disk-node.ts';
    await expect(violationsOf({ [path]: `export { readFileSync } from 'node:fs';` })).resolves.toEqual([]);
  });

  test.each(VIOLATIONS)('rejects %s in %s: %s', async (rule, path, text) => {
    const violations = await violationsOf({ [path]: text });
    expect(violations.map((violation) => violation.split(':')[0])).toContain(rule);
  });

  test('lets files directly in src use every layer if they have no line', async () => {
    const path = 'packages/core/src/errors.ts';
    await expect(violationsOf({ [path]: `export type { Base } from './errors/base.js';` })).resolves.toEqual([]);
  });

  test('requires no line for folders that contain only tests', async () => {
    await expect(violationsOf({ 'packages/core/src/attic/box.test.ts': '' })).resolves.toEqual([]);
  });

  test('rejects a line for a folder without files, and a name that is not a layer', async () => {
    const layers = { ...RULES.layers, core: { ...RULES.layers['core'], attic: [], errors: ['contract', 'cellar'] } };
    const violations = await violationsOf({}, { ...RULES, layers });
    expect(violations).toEqual([
      expect.stringMatching(/^unlisted: packages\/core: line "attic" has no folder/),
      expect.stringMatching(/^unlisted: packages\/core: line "errors" names "cellar"/),
    ]);
  });

  test('rejects a package that is not a runtime dependency, and accepts one that is', async () => {
    const installed = { 'node_modules/left/package.json': '{ "name": "left" }', 'node_modules/left/index.js': '' };
    const use = { ...installed, 'packages/core/src/errors/use.ts': `import 'left';` };
    const core = (field: string): Record<string, string> => ({
      'packages/core/package.json': JSON.stringify({ name: '@x/core', type: 'module', [field]: { left: '1' } }),
    });
    await expect(violationsOf({ ...use, ...core('dependencies') })).resolves.toEqual([]);
    for (const manifest of [{}, core('devDependencies')]) {
      const violations = await violationsOf({ ...use, ...manifest });
      expect(violations).toEqual([expect.stringMatching(/^declared-dependencies: /)]);
    }
  });

  test('rejects a cycle of type imports', async () => {
    const violations = await violationsOf({
      'packages/provider/src/a.ts': `import type { B } from './b.js';\nexport interface A { b: B }`,
      'packages/provider/src/b.ts': `import type { A } from './a.js';\nexport interface B { a: A }`,
    });
    expect(violations).toEqual(expect.arrayContaining([expect.stringMatching(/^no-cycle: .*a\.ts -> .*b\.ts/)]));
  });
});
