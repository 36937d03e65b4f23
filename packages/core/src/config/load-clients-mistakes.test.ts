import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { noopLogger } from '../logging/logger.js';
import { fakeProvider } from '../testing/fake-provider.js';
import { loadClients, type LoadClientsOptions } from './load-clients.js';
import { readConfigFile } from './read-config-file.js';
import { configFolder } from '../../test/support/config-folder.js';
import { FILE, refusal } from '../../test/support/load-refusal.js';

const SECRET = 'hunter2-7391';

const folder = configFolder();

afterEach(() => vi.restoreAllMocks());

const load = (options: LoadClientsOptions = {}) =>
  loadClients({ cwd: folder.root, env: {}, plugins: [fakeProvider(), fakeProvider({ id: 'lmstudio' })], ...options });

describe('a file', () => {
  beforeEach(() => {
    vi.spyOn(process, 'cwd').mockImplementation(() => folder.root);
  });

  test('is reported as missing if none is found', async () => {
    // Assumes that no folder above the temporary folder has a configuration file.
    const error = await refusal(() => readConfigFile(undefined, { env: {} }));
    expect(error).toMatchObject({
      code: 'config_invalid',
      message:
        'lmux.config.json was not found in the working directory or any of its parent folders. The search ends at a folder with ".git" and at the home folder. Create the file, or set LM_CONFIG to its path.',
    });
  });

  test('is reported if the specified path does not exist or is a folder', async () => {
    const error = await refusal(() => load({ path: 'conf/mine.json' }));
    expect(error).toMatchObject({ code: 'config_invalid', cause: { code: 'ENOENT' } });
    expect(error.message).toBe(
      `${join('conf', 'mine.json')} could not be read: the file does not exist. Check the path.`,
    );
    expect((await refusal(() => load({ env: { LM_CONFIG: '.' } }))).message).toContain(
      'could not be read. It is not a regular file. Check the path in LM_CONFIG.',
    );
  });

  test('is reported with line and column, but not its text, if it is not JSON', async () => {
    await folder.write({ [FILE]: `{\n  "providers": {\n    "a": { "use": "fake", "apiToken": '${SECRET}' }\n` });
    const error = await refusal(() => load());
    expect(error.code).toBe('config_invalid');
    expect(error.message).toBe('lmux.config.json is not valid JSON at line 3, column 39: expected a value.');
  });

  test('is reported if it has an unknown key', async () => {
    await folder.write({ [FILE]: { providers: { cloud: { use: 'fake', apiTokn: SECRET } } } });
    expect((await refusal(() => readConfigFile())).message).toContain(
      'lmux.config.json: Unknown key "providers.cloud.apiTokn". Did you mean "apiToken"?',
    );
  });
});

describe('the environment with a file', () => {
  const two = { default: 'a', providers: { a: { use: 'fake', model: 'm' }, b: { use: 'lmstudio' } } };

  test('overrides only the default, by LM_PROVIDER', async () => {
    await folder.write({ [FILE]: two });
    const rest = { LM_BASE_URL: 'http://elsewhere', LM_MODEL: 'other', LM_TIMEOUT: 'x' };
    expect((await load({ env: rest })).default.provider).toBe('fake');
    expect((await load({ env: { ...rest, LM_PROVIDER: ' b' } })).default.provider).toBe('lmstudio');
    expect((await load({ env: { LM_PROVIDER: '' } })).defaultName).toBe('a');
  });

  test('is rejected if LM_PROVIDER is not a provider of the file', async () => {
    await folder.write({ [FILE]: two });
    const error = await refusal(() => load({ env: { LM_PROVIDER: 'lmstudio' } }));
    expect(error.code).toBe('config_invalid');
    expect(error.message).toMatch(
      /^LM_PROVIDER must be the name of a provider in .*lmux\.config\.json \("a", "b"\); received "lmstudio"\.$/,
    );
  });

  test('provides the values that the file refers to', async () => {
    await folder.write({ [FILE]: { providers: { a: { use: 'fake', apiToken: { env: 'KEY' } } } } });
    const plugin = fakeProvider();
    (await load({ plugins: [plugin], env: { KEY: SECRET } })).get();
    expect(plugin.contexts[0]?.config.apiToken).toBe(SECRET);
  });
});

describe('the environment without a file', () => {
  test('describes one provider, by default LM Studio at its default address', async () => {
    const plugin = fakeProvider({ id: 'lmstudio' });
    const clients = await load({ plugins: [plugin] });
    expect([clients.names, clients.default.provider]).toEqual([['default'], 'lmstudio']);
    expect(plugin.contexts[0]?.config).toEqual({ provider: 'lmstudio', baseUrl: 'http://localhost:1234' });
  });

  test.each(['LM_API_KEY', 'LM_API_TOKEN'])(
    'provides the settings and the API key of %s, without a warning',
    async (key) => {
      const plugin = fakeProvider();
      const logger = { ...noopLogger, warn: vi.fn<() => void>() };
      const env = { LM_PROVIDER: 'fake', LM_BASE_URL: 'http://box ', [key]: SECRET, LM_MODEL: 'm', LM_TIMEOUT: '5' };
      (await load({ plugins: [plugin], env, logger })).get('default');
      const config = { provider: 'fake', baseUrl: 'http://box', apiToken: SECRET, model: 'm', timeout: 5 };
      expect(plugin.contexts[0]?.config).toEqual(config);
      expect(logger.warn).not.toHaveBeenCalled();
    },
  );

  test('is named in messages about invalid values', async () => {
    expect((await refusal(() => load({ env: { LM_TIMEOUT: 'x' } }))).message).toContain(
      'LM_TIMEOUT must be a non-negative number',
    );
    const unknown = await refusal(() => load({ env: { LM_PROVIDER: 'nope' } }));
    expect(unknown.code).toBe('unknown_provider');
    expect(unknown.message).toBe(
      'LM_PROVIDER must be the id of a registered provider ("fake", "lmstudio"); received "nope". ' +
        'No lmux.config.json was found, so the environment was used. ' +
        'Create the file, set LM_CONFIG, or pass the plugin, as in loadClients({ plugins: [lmstudio] }).',
    );
    expect((await refusal(() => load({ env: { LM_BASE_URL: SECRET } }))).message).toContain(
      'LM_BASE_URL must be an http or https URL such as http://localhost:1234; received a string without a scheme.',
    );
  });

  test('is named as the source of the default provider', async () => {
    expect((await refusal(() => load({ plugins: [] }))).message).toContain(
      'LM_PROVIDER must be the id of a registered provider, but none is registered; received "lmstudio". ' +
        'This is the default, because no lmux.config.json was found and LM_PROVIDER is not set.',
    );
  });

  test('is not used if the argument is not an object', async () => {
    expect(await refusal(() => loadClients(null as never))).toMatchObject({
      code: 'config_invalid',
      message: 'loadClients() requires an object with options, or no argument; received null.',
    });
  });
});
