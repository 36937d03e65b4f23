import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pluginText } from '../../test/support/plugin-text.js';
import { isLmError } from '../errors/guards.js';
import { createClient } from '../client/create-client.js';
import { loadPlugins } from './load-plugins.js';

const PLUGIN = pluginText('loaded');

const FILES = {
  'esm.mjs': `export const acme = ${PLUGIN}; export const version = 1; export default acme;`,
  'cjs.cjs': `exports.acme = ${PLUGIN}; exports.nothing = null;`,
  'whole.cjs': `module.exports = ${PLUGIN};`,
  'two.mjs': `export const a = ${PLUGIN}; export const b = { ...a, id: 'other' };`,
  'old.mjs': `export const old = { ...${PLUGIN}, spec: 2 };`,
  'none.mjs': `export const id = 'none'; export const register = () => {}; export const half = { id: 'half' };`,
  'broken.mjs': `throw new TypeError('boom');`,
};

describe('loadPlugins', () => {
  let folder = '';
  const at = (file: string): string => pathToFileURL(join(folder, file)).href;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lmux-plugins-'));
    await mkdir(folder, { recursive: true });
    for (const [name, text] of Object.entries(FILES)) await writeFile(join(folder, name), text);
  });
  afterAll(() => rm(folder, { recursive: true }));

  test.each(['esm.mjs', 'cjs.cjs', 'whole.cjs'])('returns the plugin of %s once', async (file) => {
    const plugins = await loadPlugins([at(file)]);
    expect(plugins).toMatchObject([{ spec: 1, id: 'loaded' }]);
    const client = createClient({ plugins, config: { provider: 'loaded', model: 'm' } });
    expect(await client.complete({ prompt: 'hi' })).toEqual({ text: 'hi', route: 'only' });
  });

  test('returns all plugins of all packages, in order', async () => {
    const plugins = await loadPlugins([at('two.mjs'), at('esm.mjs')]);
    expect(plugins.map(({ id }) => id)).toEqual(['loaded', 'other', 'loaded']);
    expect(await loadPlugins([])).toEqual([]);
  });

  test('returns a plugin of another version, which createClient rejects', async () => {
    const plugins = await loadPlugins([at('old.mjs')]);
    expect(() => createClient({ plugins, config: { provider: 'loaded' } })).toThrow(
      'version 2 of the plugin interface',
    );
  });

  test.each([
    [
      'a package that exports no plugin',
      () => [at('none.mjs')],
      'exports no plugin. A plugin is an object with "spec", "id" and register().',
    ],
    [
      'a package that is missing',
      () => ['@acme/lmux-provider-missing'],
      '"@acme/lmux-provider-missing" could not be imported',
    ],
    ['a file that is missing', () => [at('missing.mjs')], 'could not be imported. Check that it is installed.'],
    ['a package that throws', () => [at('broken.mjs')], 'could not be imported'],
    ['a relative path', () => ['./plugin.js'], '"./plugin.js" is a relative path'],
    ['a string instead of an array', () => 'esm.mjs' as never, 'requires an array of package names'],
  ])('rejects %s', async (_name, specifiers, message) => {
    const error: unknown = await loadPlugins(specifiers()).catch((caught: unknown) => caught);
    expect(isLmError(error, 'plugin_invalid')).toBe(true);
    expect(String(error)).toContain(message);
  });

  test('rejects with the reason of a failed import as the cause', async () => {
    await expect(loadPlugins([at('broken.mjs')])).rejects.toMatchObject({ cause: new TypeError('boom') });
  });
});
