import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { loadPlugins } from './load-plugins.js';
import { pluginText } from '../../test/support/plugin-text.js';
import { fakeProvider } from '../testing/fake-provider.js';
import { loadClients, type LoadClientsOptions } from './load-clients.js';
import { readConfigFile } from './read-config-file.js';
import { configFolder } from '../../test/support/config-folder.js';
import { FILE, refusal } from '../../test/support/load-refusal.js';

const ONE = '{ "providers": { "one": { "use": "fake" } } }';

const esm = (id: string): string => `export const plugin = ${pluginText(id, `${id}:`)};`;

const cjs = (id: string): string => `exports.plugin = ${pluginText(id, `${id}:`)};`;

const folder = configFolder();

afterEach(() => vi.restoreAllMocks());

const load = (options: LoadClientsOptions = {}) =>
  loadClients({ cwd: folder.root, env: {}, plugins: [fakeProvider(), fakeProvider({ id: 'lmstudio' })], ...options });

describe('the configuration file', () => {
  test('is the nearest one in the working directory or a parent folder', async () => {
    await folder.write({ [FILE]: ONE, 'a/b/c/x': '', [`a/${FILE}`]: '{ "providers": { "two": { "use": "fake" } } }' });
    expect((await load({ cwd: join(folder.root, 'a/b/c') })).names).toEqual(['two']);
    expect((await load()).names).toEqual(['one']);
  });

  test('is not a folder with that name', async () => {
    await folder.write({ [FILE]: ONE, [`a/${FILE}/x`]: '' });
    expect((await load({ cwd: join(folder.root, 'a') })).names).toEqual(['one']);
  });

  test('is the one that LM_CONFIG or the path refers to', async () => {
    const named = (name: string) => `{ "providers": { "${name}": { "use": "fake" } } }`;
    await folder.write({ [FILE]: ONE, 'env.json': named('env'), 'path.json': named('path') });
    expect((await load({ env: { LM_CONFIG: ' env.json' } })).names).toEqual(['env']);
    expect((await load({ env: { LM_CONFIG: join(folder.root, 'env.json') } })).names).toEqual(['env']);
    expect((await load({ env: { LM_CONFIG: '' } })).names).toEqual(['one']);
    expect((await load({ env: { LM_CONFIG: 'env.json' }, path: 'path.json' })).names).toEqual(['path']);
    expect((await load({ path: pathToFileURL(join(folder.root, 'path.json')) })).names).toEqual(['path']);
    expect((await load({ path: pathToFileURL(join(folder.root, 'path.json')).href })).names).toEqual(['path']);
  });

  test('can be read and checked with readConfigFile', async () => {
    await folder.write({ [FILE]: ONE });
    const path = join(folder.root, FILE);
    expect(await readConfigFile(undefined, { cwd: folder.root, env: {} })).toEqual({
      config: JSON.parse(ONE),
      path,
      label: path,
    });
    vi.spyOn(process, 'cwd').mockReturnValue(folder.root);
    expect(await readConfigFile(undefined, { env: {} })).toMatchObject({ path, label: FILE });
    expect(await readConfigFile(FILE)).toMatchObject({ path, label: FILE });
  });

  test('may start with a byte order mark', async () => {
    await folder.write({ [FILE]: `\uFEFF${ONE}` });
    expect((await load()).names).toEqual(['one']);
  });
});

describe('plugins of the configuration file', () => {
  const providers = { a: { use: 'acme' } };

  const PACKAGES: readonly [what: string, files: Readonly<Record<string, string | object>>][] = [
    ['ESM', { 'package.json': { type: 'module', exports: './index.js' }, 'index.js': esm('acme') }],
    [
      'ESM with an import condition only',
      { 'package.json': { exports: { '.': { import: './x.mjs' } } }, 'x.mjs': esm('acme') },
    ],
    ['CommonJS', { 'package.json': { main: 'lib.js' }, 'lib.js': cjs('acme') }],
    ['CommonJS with an empty package.json', { 'package.json': {}, 'index.js': cjs('acme') }],
    [
      'both ESM and CommonJS',
      {
        'package.json': { exports: { '.': { import: { types: './x.d.ts', default: './x.mjs' }, require: './x.cjs' } } },
        'x.mjs': esm('acme'),
        'x.cjs': cjs('never'),
      },
    ],
    [
      'several targets',
      { 'package.json': { exports: { '.': [{ browser: './b.js' }, './x.mjs'] } }, 'x.mjs': esm('acme') },
    ],
  ];
  test.each(PACKAGES)('are resolved from the file: %s', async (_what, files) => {
    const name = '@acme/lmux-provider-foo';
    const placed = Object.entries(files).map(([path, text]) => [`app/node_modules/${name}/${path}`, text] as const);
    await folder.write({ ...Object.fromEntries(placed), [`app/conf/${FILE}`]: { providers, plugins: [name] } });
    const clients = await load({ cwd: join(folder.root, 'app/conf') });
    expect(await clients.default.complete({ model: 'm', prompt: 'hi' })).toMatchObject({ text: 'acme:hi' });
  });

  test('may be a subpath, a relative path, a file: URL, or a duplicate', async () => {
    await folder.write({
      'node_modules/foo/package.json': { exports: { './plugin': './p.mjs', './all/*': './*.cjs' } },
      'node_modules/foo/p.mjs': esm('sub'),
      'node_modules/foo/pattern.cjs': cjs('pattern'),
      'mine.mjs': esm('mine'),
      'url.mjs': esm('url'),
    });
    const url = pathToFileURL(join(folder.root, 'url.mjs')).href;
    const plugins = ['foo/plugin', 'foo/all/pattern', './mine.mjs', url, './mine.mjs'];
    const uses = ['sub', 'pattern', 'mine', 'url', 'fake'].map((use) => [use, { use }]);
    await folder.write({ [FILE]: { default: 'mine', providers: Object.fromEntries(uses), plugins } });
    const clients = await load();
    expect(clients.names.map((name) => clients.get(name).provider)).toEqual(clients.names);
  });

  test('may be in the package that contains the file', async () => {
    await folder.write({
      'package.json': { name: 'acme-app', exports: { './plugin': { import: './plugin.mjs' } } },
      'plugin.mjs': esm('acme'),
      [`conf/${FILE}`]: { providers, plugins: ['acme-app/plugin'] },
    });
    expect((await load({ cwd: join(folder.root, 'conf') })).default.provider).toBe('acme');
  });

  test('are the same objects that the application imports, even through a symbolic link', async () => {
    await folder.write({
      'store/foo/package.json': { exports: './x.mjs' },
      'store/foo/x.mjs': esm('acme'),
      'app/node_modules/.keep': '',
      [`app/${FILE}`]: { providers, plugins: ['foo'] },
    });
    await symlink(join(folder.root, 'store/foo'), join(folder.root, 'app/node_modules/foo'), 'junction');
    const own = await loadPlugins([pathToFileURL(join(folder.root, 'store/foo/x.mjs')).href]);
    const clients = await load({ cwd: join(folder.root, 'app'), plugins: own });
    expect(clients.default.provider).toBe('acme');
  });

  test('are resolved by loadPlugins from a module, given its path or URL', async () => {
    await folder.write({ 'node_modules/foo/index.js': cjs('acme'), 'lib/plugin.mjs': esm('near') });
    const from = join(folder.root, 'lib/main.mjs');
    expect(await loadPlugins(['foo', './plugin.mjs'], { from })).toMatchObject([{ id: 'acme' }, { id: 'near' }]);
    expect(await loadPlugins(['foo'], { from: pathToFileURL(from).href })).toMatchObject([{ id: 'acme' }]);
  });

  const WRONG: readonly [what: string, files: Readonly<Record<string, string | object>>, message: string][] = [
    [
      'is missing',
      {},
      'plugins[1]: The plugin package "bad" could not be imported. Check that it is installed. The reason is in "cause".',
    ],
    ['throws', { 'index.js': 'throw new Error("boom")' }, 'plugins[1]: The plugin package "bad" could not be imported'],
    [
      'exports nothing',
      { 'package.json': { exports: { '.': null } }, 'index.js': cjs('acme') },
      'plugins[1]: The plugin package "',
    ],
    [
      'has a missing file',
      { 'package.json': { exports: './x.mjs' } },
      'plugins[1]: The plugin package "bad" could not be',
    ],
    ['exports no plugin', { 'index.js': 'exports.id = 1' }, 'plugins[1]: The package "bad" exports no plugin'],
  ];
  test.each(WRONG)('are rejected with their place in the file if one %s', async (_what, files, message) => {
    const placed = Object.entries(files).map(([path, text]) => [`node_modules/bad/${path}`, text] as const);
    await folder.write({ ...Object.fromEntries(placed), 'good.mjs': esm('acme') });
    await folder.write({ [FILE]: { providers, plugins: ['./good.mjs', 'bad'] } });
    const error = await refusal(() => load());
    expect(error).toMatchObject({ code: 'plugin_invalid', message: expect.stringContaining(message) });
    expect(error.message).toContain(FILE);
  });

  test('are rejected if they have the id of a plugin that was passed', async () => {
    await folder.write({ 'mine.mjs': esm('fake'), [FILE]: { providers, plugins: ['./mine.mjs'] } });
    expect((await refusal(() => load())).code).toBe('plugin_invalid');
  });

  test('are required for every provider', async () => {
    await folder.write({ [FILE]: { providers } });
    const error = await refusal(() => load());
    expect(error.code).toBe('unknown_provider');
    expect(error.message).toContain(
      'lmux.config.json: "providers.a.use" must be the id of a registered provider ("fake", "lmstudio"); received "acme".',
    );
  });
});
