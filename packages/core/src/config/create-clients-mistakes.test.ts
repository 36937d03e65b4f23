// oxlint-disable-next-line import/no-unassigned-import -- must come before an application's tsyringe
import '../di/tsyringe.js';
import { describe, expect, test, vi } from 'vitest';
import type { LmError } from '../errors/lm-error.js';
import { noopLogger } from '../logging/logger.js';
import { LOGGER } from '../provider/tokens.js';
import { fakeProvider } from '../testing/fake-provider.js';
import { createClients, type CreateClientsOptions } from './create-clients.js';
import type { LmuxConfig } from './lmux-config.js';
import { newContainer } from '../../test/support/new-container.js';
import { caught, config, env, FILE, newPlugins, SECRET } from '../../test/support/two-clients.js';

const refusal = (options: Partial<CreateClientsOptions>): LmError =>
  caught(() => createClients({ plugins: newPlugins(), config, file: FILE, ...options }));

describe('a mistake', () => {
  test('in the file names it and the path in it', () => {
    const providers = { cloud: { use: 'fake', apiTokn: SECRET } };
    expect(refusal({ config: { providers } })).toMatchObject({
      code: 'config_invalid',
      message: expect.stringContaining(
        'lmux.config.json: Unknown key "providers.cloud.apiTokn". Did you mean "apiToken"? Supported keys: use, ',
      ),
    });
  });

  test('without a file is one of "config"', () => {
    expect(refusal({ config: {} as never, file: undefined }).message).toMatch(/^config: "providers" is missing/);
  });

  test('in "use" names the providers that there are', () => {
    expect(refusal({ config: { providers: { local: { use: 'secnd' } } } })).toMatchObject({
      code: 'unknown_provider',
      message:
        'lmux.config.json: "providers.local.use" is "secnd", which no plugin registers; registered are "fake", "second". ' +
        'Did you mean "second"? Pass its plugin, or let loadClients load its package from "plugins".',
    });
    expect(refusal({ plugins: undefined }).message).toContain('no provider is registered');
  });

  test('in the settings of the provider names those that it has', () => {
    const providers = { local: { use: 'second', options: { color: SECRET } } };
    expect(refusal({ config: { providers } })).toMatchObject({
      code: 'config_invalid',
      message:
        'lmux.config.json: Unknown key "providers.local.options.color" for provider "second". Supported keys: colour.',
    });
  });

  test('in the name that is requested names those that there are', () => {
    const clients = createClients({ plugins: newPlugins(), config, file: FILE });
    expect(caught(() => clients.get('clowd'))).toMatchObject({
      code: 'config_invalid',
      message: 'lmux.config.json: there is no provider "clowd"; there are "local", "cloud". Did you mean "cloud"?',
    });
    expect(caught(() => clients.get('constructor')).code).toBe('config_invalid');
    expect(caught(() => clients.get(null as never)).code).toBe('config_invalid');
  });

  test('in the plugins is told as createClient tells it', () => {
    expect(refusal({ plugins: [fakeProvider(), fakeProvider()] }).code).toBe('plugin_invalid');
    expect(refusal({ plugins: 'fake' as never }).code).toBe('plugin_invalid');
  });

  test('of the provider names its path', () => {
    const broken = fakeProvider({ id: 'broken', methods: { chat: undefined as never } });
    const clients = createClients({ plugins: [broken], config: { providers: { a: { use: 'broken' } } }, file: FILE });
    expect(caught(() => clients.default).message).toMatch(/^lmux\.config\.json: Provider "broken" declares "chat"/);
  });
});

describe('the environment', () => {
  const CASES: readonly [what: string, change: object, message: string][] = [
    [
      'lacks a key',
      { CLOUD_KEY: undefined },
      '"providers.cloud.apiToken.env" names the environment variable CLOUD_KEY, which is not set',
    ],
    [
      'has an empty key',
      { CLOUD_KEY: ' ' },
      '"providers.cloud.apiToken.env" names the environment variable CLOUD_KEY, which is not set, or empty.',
    ],
    [
      'has a bad key',
      { CLOUD_KEY: `${SECRET}\nx` },
      '"providers.cloud.apiToken.env" names the environment variable CLOUD_KEY, which has characters',
    ],
    [
      'lacks a header',
      { CLOUD_TEAM: undefined },
      '"providers.cloud.headers.x-team.env" names the environment variable CLOUD_TEAM, which is not',
    ],
    [
      'has no URL for a URL',
      { CLOUD_URL: SECRET },
      '"providers.cloud.baseUrl.env" names the environment variable CLOUD_URL, which is not an http',
    ],
    [
      'has no URL for a proxy',
      { CLOUD_PROXY: `socks5://x:${SECRET}@y` },
      '"providers.cloud.proxy.env" names the environment variable CLOUD_PROXY, which is',
    ],
  ];
  test.each(CASES)('%s: only that client fails, and no value is shown', (_what, change, message) => {
    const clients = createClients({ plugins: newPlugins(), config, file: FILE, env: { ...env, ...change } });
    expect(clients.default.provider).toBe('fake');
    const error = caught(() => clients.get('cloud'));
    expect(error.code).toBe('config_invalid');
    expect(error.message).toContain(`lmux.config.json: ${message}`);
  });
});

describe('a key that is written in the file', () => {
  const providers = {
    a: { use: 'fake', apiToken: SECRET },
    b: { use: 'fake', apiToken: { env: 'X' } },
    c: { use: 'fake', apiToken: SECRET },
  };
  const literal: LmuxConfig = { default: 'a', providers };

  test('is taken with one warning that does not show it', () => {
    const logger = { ...noopLogger, warn: vi.fn<(message: string) => void>() };
    const clients = createClients({ plugins: newPlugins(), config: literal, file: FILE, logger });
    clients.get('a');
    clients.get('c');
    expect(logger.warn.mock.calls).toEqual([
      [
        'lmux.config.json holds a key itself (providers.a.apiToken, providers.c.apiToken); { "env": "NAME" } in its place keeps it out of the file.',
      ],
    ]);
  });

  test('is told to the logger of the container too, and to nobody where there is no file', () => {
    const logger = { ...noopLogger, warn: vi.fn<(message: string) => void>() };
    const container = newContainer();
    container.register(LOGGER, { useValue: logger });
    createClients({ plugins: newPlugins(), config: literal, container });
    expect(logger.warn).not.toHaveBeenCalled();
    createClients({ plugins: newPlugins(), config: literal, container, file: FILE });
    expect(logger.warn).toHaveBeenCalledTimes(1);
  });
});
