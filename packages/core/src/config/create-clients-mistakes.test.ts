// oxlint-disable-next-line import/no-unassigned-import -- must come before an application's tsyringe
import '../di/tsyringe.js';
import { describe, expect, test, vi } from 'vitest';
import { LmError } from '../errors/lm-error.js';
import { noopLogger } from '../logging/logger.js';
import type { Container } from '../provider/container.js';
import { LOGGER, PROVIDER_FACTORY } from '../provider/tokens.js';
import { fakeProvider } from '../testing/fake-provider.js';
import { createClients, type CreateClientsOptions } from './create-clients.js';
import type { LmuxConfig } from './lmux-config.js';
import { newContainer } from '../../test/support/new-container.js';
import { caught, config, env, FILE, newPlugins, SECRET } from '../../test/support/two-clients.js';

const refusal = (options: Partial<CreateClientsOptions>): LmError =>
  caught(() => createClients({ plugins: newPlugins(), config, file: FILE, ...options }));

describe('mistakes', () => {
  test('names the file and the path of an unknown key', () => {
    const providers = { cloud: { use: 'fake', apiTokn: SECRET } };
    expect(refusal({ config: { providers } })).toMatchObject({
      code: 'config_invalid',
      message: expect.stringContaining(
        'lmux.config.json: Unknown key "providers.cloud.apiTokn". Did you mean "apiToken"? Supported keys: use, ',
      ),
    });
  });

  test('is reported if there are no options', () => {
    expect(() => createClients(undefined as never)).toThrow(
      expect.objectContaining({
        code: 'config_invalid',
        message: 'createClients() requires an object with "plugins" and "config"; received undefined.',
      }),
    );
  });

  test('names "config" if there is no file', () => {
    expect(refusal({ config: {} as never, file: undefined }).message).toMatch(/^config: "providers" is missing/);
  });

  test('lists the registered providers for an unknown provider', () => {
    expect(refusal({ config: { providers: { local: { use: 'secnd' } } } })).toMatchObject({
      code: 'unknown_provider',
      message:
        'lmux.config.json: "providers.local.use" must be the id of a registered provider ("fake", "second"); received "secnd". ' +
        'Did you mean "second"? Pass the plugin of the provider, or add its package to "plugins" and use loadClients().',
    });
    expect(refusal({ plugins: undefined }).message).toContain('but none is registered');
  });

  test('lists the options of the provider for an unknown option', () => {
    const providers = { local: { use: 'second', options: { color: SECRET } } };
    expect(refusal({ config: { providers } })).toMatchObject({
      code: 'config_invalid',
      message:
        'lmux.config.json: Unknown key "providers.local.options.color" for provider "second". Supported keys: colour.',
    });
  });

  test('names the file and the provider if a plugin rejects an option', () => {
    const plugin = fakeProvider({ optionKeys: ['color'] });
    const picky = {
      ...plugin,
      register: (container: Container) =>
        container.register(PROVIDER_FACTORY, {
          useValue: {
            id: 'fake',
            capabilities: plugin.capabilities,
            optionKeys: ['color'],
            create() {
              throw new LmError('config_invalid', '"options.color" must be a string; received a number.');
            },
          },
        }),
    };
    const providers = { local: { use: 'fake', options: { color: 5 } } };
    const clients = createClients({ plugins: [picky], config: { providers }, file: FILE });
    expect(caught(() => clients.default)).toMatchObject({
      code: 'config_invalid',
      message: 'lmux.config.json: providers.local: "options.color" must be a string; received a number.',
    });
  });

  test('lists the names for an unknown name', () => {
    const clients = createClients({ plugins: newPlugins(), config, file: FILE });
    expect(caught(() => clients.get('clowd'))).toMatchObject({
      code: 'config_invalid',
      message:
        'clients.get(): "clowd" is not the name of a provider. Use one of "local", "cloud". Did you mean "cloud"?',
    });
    expect(caught(() => clients.get('constructor')).code).toBe('config_invalid');
    expect(caught(() => clients.get(null as never)).code).toBe('config_invalid');
  });

  test('rejects invalid plugins like createClient', () => {
    expect(refusal({ plugins: [fakeProvider(), fakeProvider()] }).code).toBe('plugin_invalid');
    expect(refusal({ plugins: 'fake' as never }).code).toBe('plugin_invalid');
  });

  test('names the file if a provider cannot be created', () => {
    const broken = fakeProvider({ id: 'broken', methods: { chat: undefined as never } });
    const clients = createClients({ plugins: [broken], config: { providers: { a: { use: 'broken' } } }, file: FILE });
    expect(caught(() => clients.default).message).toMatch(
      /^lmux\.config\.json: providers\.a: Provider "broken" declares "chat"/,
    );
  });
});

describe('environment variables', () => {
  const CASES: readonly [what: string, change: object, message: string][] = [
    [
      'for an API key is not set',
      { CLOUD_KEY: undefined },
      '"providers.cloud.apiToken.env" refers to the environment variable CLOUD_KEY, which is not set',
    ],
    [
      'for an API key is empty',
      { CLOUD_KEY: ' ' },
      '"providers.cloud.apiToken.env" refers to the environment variable CLOUD_KEY, which is not set or is empty.',
    ],
    [
      'for an API key contains a line break',
      { CLOUD_KEY: `${SECRET}\nx` },
      '"providers.cloud.apiToken.env" refers to the environment variable CLOUD_KEY, whose value contains a character',
    ],
    [
      'for a header is not set',
      { CLOUD_TEAM: undefined },
      '"providers.cloud.headers.x-team.env" refers to the environment variable CLOUD_TEAM, which is not',
    ],
    [
      'for the base URL is not a URL',
      { CLOUD_URL: SECRET },
      '"providers.cloud.baseUrl.env" refers to the environment variable CLOUD_URL, whose value is not an http',
    ],
    [
      'for the proxy is not an HTTP URL',
      { CLOUD_PROXY: `socks5://x:${SECRET}@y` },
      '"providers.cloud.proxy.env" refers to the environment variable CLOUD_PROXY, whose value is',
    ],
  ];
  test.each(CASES)('if a variable %s, only that client fails, and no value is shown', (_what, change, message) => {
    const clients = createClients({ plugins: newPlugins(), config, file: FILE, env: { ...env, ...change } });
    expect(clients.default.provider).toBe('fake');
    const error = caught(() => clients.get('cloud'));
    expect(error.code).toBe('config_invalid');
    expect(error.message).toContain(`lmux.config.json: ${message}`);
  });
});

describe('an API key in the file', () => {
  const providers = {
    a: { use: 'fake', apiToken: SECRET },
    b: { use: 'fake', apiToken: { env: 'X' } },
    c: { use: 'fake', apiToken: SECRET },
  };
  const literal: LmuxConfig = { default: 'a', providers };

  test('is accepted with one warning that does not contain it', () => {
    const logger = { ...noopLogger, warn: vi.fn<(message: string) => void>() };
    const clients = createClients({ plugins: newPlugins(), config: literal, file: FILE, logger });
    clients.get('a');
    clients.get('c');
    expect(logger.warn.mock.calls).toEqual([
      [
        'API key found in configuration file',
        {
          file: 'lmux.config.json',
          settings: 'providers.a.apiToken, providers.c.apiToken',
          hint: 'Use { "env": "NAME" } instead.',
        },
      ],
    ]);
  });

  test('is reported to the logger of the container, and not reported if there is no file', () => {
    const logger = { ...noopLogger, warn: vi.fn<(message: string) => void>() };
    const container = newContainer();
    container.register(LOGGER, { useValue: logger });
    createClients({ plugins: newPlugins(), config: literal, container });
    expect(logger.warn).not.toHaveBeenCalled();
    createClients({ plugins: newPlugins(), config: literal, container, file: FILE });
    expect(logger.warn).toHaveBeenCalledTimes(1);
  });
});
