// oxlint-disable-next-line import/no-unassigned-import -- must come before an application's tsyringe
import '../di/tsyringe.js';
import { thrownBy } from '@lmux/test-support';
import { container as globalContainer, type DependencyContainer } from 'tsyringe';
import { describe, expect, test, vi } from 'vitest';
import { isLmError } from '../errors/guards.js';
import type { LmError } from '../errors/lm-error.js';
import { noopLogger } from '../logging/logger.js';
import type { ProviderContext, ProviderFactory } from '../provider/provider-factory.js';
import type { ProviderPlugin } from '../provider/provider-plugin.js';
import { LM_CLIENT, LM_CLIENTS, LOGGER, PROVIDER_FACTORY } from '../provider/tokens.js';
import { fakeProvider } from '../testing/fake-provider.js';
import { FakeTransport } from '../testing/fake-transport.js';
import { createClients, type CreateClientsOptions } from './create-clients.js';
import type { LmuxConfig } from './lmux-config.js';

const SECRET = 'hunter2-7391';
const FILE = 'lmux.config.json';

const config: LmuxConfig = {
  default: 'local',
  providers: {
    local: { use: 'fake', model: 'fake-model' },
    cloud: {
      use: 'second',
      baseUrl: { env: 'CLOUD_URL' },
      apiToken: { env: 'CLOUD_KEY' },
      headers: { 'x-plain': 'p', 'x-team': { env: 'CLOUD_TEAM' } },
      proxy: { env: 'CLOUD_PROXY' },
    },
  },
};

const env = {
  CLOUD_URL: ' https://cloud/v1\r',
  CLOUD_KEY: SECRET,
  CLOUD_TEAM: 'team',
  CLOUD_PROXY: 'http://me:pass@proxy:3128',
};

const newPlugins = () => [fakeProvider(), fakeProvider({ id: 'second', optionKeys: ['colour'] })] as const;

/** A container as an application has it: not the global one. */
const newContainer = (): DependencyContainer => globalContainer.createChildContainer();

function caught(run: () => unknown): LmError {
  const error = thrownBy(run);
  if (!isLmError(error)) throw new Error('no error of ours', { cause: error });
  expect(`${error.message} ${JSON.stringify(error)} ${error.stack} ${String(error.cause)}`).not.toContain('7391');
  return error;
}

const refusal = (options: Partial<CreateClientsOptions>): LmError =>
  caught(() => createClients({ plugins: newPlugins(), config, file: FILE, ...options }));

describe('the clients', () => {
  test('have names and a default, and are made when they are first asked for', async () => {
    const [fake, second] = newPlugins();
    await using clients = createClients({ plugins: [fake, second], config, env });
    expect(clients.names).toEqual(['local', 'cloud']);
    expect(clients.defaultName).toBe('local');
    expect([fake.contexts, second.contexts]).toEqual([[], []]);

    const client = clients.default;
    expect(client.provider).toBe('fake');
    expect([clients.get(), clients.get('local')]).toEqual([client, client]);
    expect(await client.complete({ prompt: 'hi' })).toMatchObject({ model: 'fake-model', text: 'hi' });
    expect([fake.contexts.length, second.contexts.length]).toEqual([1, 0]);
  });

  test('get what the environment has, spaces around it apart', () => {
    const [fake, second] = newPlugins();
    createClients({ plugins: [fake, second], config, env }).get('cloud');
    expect(second.contexts[0]?.config).toEqual({
      provider: 'second',
      baseUrl: 'https://cloud/v1',
      apiToken: SECRET,
      headers: { 'x-plain': 'p', 'x-team': 'team' },
      proxy: 'http://me:pass@proxy:3128',
    });
  });

  test('read the environment of the process when they are made', () => {
    const clients = createClients({
      plugins: newPlugins(),
      config: { providers: { a: { use: 'fake', apiToken: { env: 'LMUX_T' } } } },
    });
    expect(caught(() => clients.default).message).toContain('LMUX_T, which is not set');
    vi.stubEnv('LMUX_T', SECRET);
    expect(clients.default.provider).toBe('fake');
    vi.unstubAllEnvs();
  });

  test('of one provider need no default', () => {
    const clients = createClients({ plugins: newPlugins(), config: { providers: { only: { use: 'second' } } } });
    expect([clients.defaultName, clients.default.provider]).toEqual(['only', 'second']);
  });

  test('may be two of one provider', () => {
    const [fake] = newPlugins();
    const providers = { a: { use: 'fake', model: 'm' }, b: { use: 'fake' } };
    const clients = createClients({ plugins: [fake], config: { default: 'a', providers } });
    expect(clients.get('a')).not.toBe(clients.get('b'));
    expect(fake.contexts.map((context) => context.config.model)).toEqual(['m', undefined]);
  });

  test('do not see what is changed in the configuration later', () => {
    const provider = { use: 'fake', model: 'before' };
    const [fake] = newPlugins();
    const clients = createClients({ plugins: [fake], config: { providers: { a: provider } } });
    provider.model = 'after';
    expect(clients.default.provider).toBe('fake');
    expect(fake.contexts[0]?.config.model).toBe('before');
  });

  test('share what was passed', () => {
    const [fake, second] = newPlugins();
    const parts = { transport: new FakeTransport(), logger: { ...noopLogger } };
    const clients = createClients({ plugins: [fake, second], config, env, ...parts });
    clients.get('local');
    clients.get('cloud');
    expect(fake.contexts[0]).toMatchObject(parts);
    expect(second.contexts[0]).toMatchObject(parts);
  });
});

describe('closing', () => {
  test('closes those that were made, and no other is made afterwards', async () => {
    const [fake, second] = newPlugins();
    const clients = createClients({ plugins: [fake, second], config, env });
    const client = clients.get('local');
    await Promise.all([clients.close(), clients.close()]);
    await clients.close();
    expect([fake.closed, second.closed, second.contexts.length]).toEqual([1, 0, 0]);
    await expect(client.complete({ prompt: 'x' })).rejects.toMatchObject({ code: 'closed' });
    expect(caught(() => clients.get('cloud')).code).toBe('closed');
    expect(caught(() => clients.default).code).toBe('closed');
  });

  test('closes all at once: none takes calls while another is closed', async () => {
    const fake = fakeProvider({ methods: { close: () => new Promise(() => {}) } });
    const clients = createClients({ plugins: [fake, fakeProvider({ id: 'second' })], config, env });
    const [local, cloud] = [clients.get('local'), clients.get('cloud')];
    void clients.close();
    await expect(local.complete({ prompt: 'x' })).rejects.toMatchObject({ code: 'closed' });
    await expect(cloud.complete({ prompt: 'x' })).rejects.toMatchObject({ code: 'closed' });
  });

  test('closes all, also where one fails', async () => {
    const close = () => Promise.reject(new Error('boom'));
    const [fake, second] = [fakeProvider({ methods: { close } }), fakeProvider({ id: 'second' })];
    const clients = createClients({ plugins: [fake, second], config, env });
    clients.get('cloud');
    clients.get('local');
    await expect(clients.close()).rejects.toMatchObject({ cause: { message: 'boom' } });
    expect([fake.closed, second.closed]).toEqual([1, 1]);
  });
});

describe('while a client is made', () => {
  /** Clients whose provider does something when it is made. */
  function clientsThat(act: () => unknown, container = newContainer()) {
    const plugin = fakeProvider();
    plugin.register(container);
    const factory = container.resolve<ProviderFactory>(PROVIDER_FACTORY);
    const acting: ProviderPlugin = {
      spec: 1,
      id: 'fake',
      register: (own) =>
        void own.register(PROVIDER_FACTORY, {
          useValue: {
            ...factory,
            create(context: ProviderContext) {
              act();
              return factory.create(context);
            },
          },
        }),
    };
    const own = newContainer();
    const one: LmuxConfig = { providers: { only: { use: 'fake' } } };
    return { plugin, own, clients: createClients({ plugins: [acting], config: one, container: own, file: FILE }) };
  }

  test('closing them closes it too', async () => {
    const { plugin, clients } = clientsThat(() => clients.close());
    expect(caught(() => clients.default).code).toBe('closed');
    await vi.waitFor(() => expect(plugin.closed).toBe(1));
  });

  test('it cannot be resolved', () => {
    const { own, clients } = clientsThat(() => own.resolve(LM_CLIENT));
    expect(caught(() => clients.default)).toMatchObject({
      code: 'plugin_invalid',
      message: expect.stringContaining('The client "only" is needed to make itself'),
    });
    // A failure is not kept.
    expect(caught(() => clients.default).message).toContain('needed to make itself');
  });
});

describe('a container', () => {
  test('may bind the providers, and gets the default client and all of them', () => {
    const container = newContainer();
    const [fake] = newPlugins();
    fake.register(container);
    const clients = createClients({ config: { providers: { a: { use: 'fake' } } }, container });
    expect(container.resolve(LM_CLIENTS)).toBe(clients);
    expect(fake.contexts).toEqual([]);
    expect(container.resolve(LM_CLIENT)).toBe(clients.default);
  });

  test('keeps its default client, whichever others are made', () => {
    const container = newContainer();
    const clients = createClients({ plugins: newPlugins(), config, env, container });
    clients.get('cloud');
    expect(container.resolve(LM_CLIENT)).toBe(clients.default);
    expect(container.isRegistered(PROVIDER_FACTORY)).toBe(false);
  });
});

describe('a mistake', () => {
  test('in the file names it and the path in it', () => {
    const providers = { cloud: { use: 'fake', apiTokn: SECRET } };
    expect(refusal({ config: { providers } })).toMatchObject({
      code: 'config_invalid',
      message: expect.stringContaining(
        'lmux.config.json: Unknown key "providers.cloud.apiTokn". Did you mean "apiToken"? Allowed are use, ',
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
        'lmux.config.json: Unknown key "providers.local.options.color" for provider "second"; allowed are colour.',
    });
  });

  test('in the name that is asked for names those that there are', () => {
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

describe('a key that stands in the file', () => {
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
