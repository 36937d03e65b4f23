// oxlint-disable-next-line import/no-unassigned-import -- must come before an application's tsyringe
import '../di/tsyringe.js';
import { describe, expect, test, vi } from 'vitest';
import { guardLogger } from '../logging/guard-logger.js';
import { noopLogger } from '../logging/logger.js';
import type { ProviderContext, ProviderFactory } from '../provider/provider-factory.js';
import type { ProviderPlugin } from '../provider/provider-plugin.js';
import { LM_CLIENT, LM_CLIENTS, PROVIDER_FACTORY } from '../provider/tokens.js';
import { fakeProvider } from '../testing/fake-provider.js';
import { FakeTransport } from '../testing/fake-transport.js';
import { createClients } from './create-clients.js';
import type { LmuxConfig } from './lmux-config.js';
import { newContainer } from '../../test/support/new-container.js';
import { caught, config, env, FILE, newPlugins, SECRET } from '../../test/support/two-clients.js';

describe('createClients', () => {
  test('returns clients by name and creates each when it is first requested', async () => {
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

  test('resolves environment variables and trims their values', () => {
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

  test('reads the environment of the process when a client is created', () => {
    const clients = createClients({
      plugins: newPlugins(),
      config: { providers: { a: { use: 'fake', apiToken: { env: 'LMUX_T' } } } },
    });
    expect(caught(() => clients.default).message).toContain('LMUX_T, which is not set');
    vi.stubEnv('LMUX_T', SECRET);
    expect(clients.default.provider).toBe('fake');
    vi.unstubAllEnvs();
  });

  test('needs no default for a single provider', () => {
    const clients = createClients({ plugins: newPlugins(), config: { providers: { only: { use: 'second' } } } });
    expect([clients.defaultName, clients.default.provider]).toEqual(['only', 'second']);
  });

  test('creates two clients of one provider', () => {
    const [fake] = newPlugins();
    const providers = { a: { use: 'fake', model: 'm' }, b: { use: 'fake' } };
    const clients = createClients({ plugins: [fake], config: { default: 'a', providers } });
    expect(clients.get('a')).not.toBe(clients.get('b'));
    expect(fake.contexts.map((context) => context.config.model)).toEqual(['m', undefined]);
  });

  test('ignores later changes to the configuration', () => {
    const provider = { use: 'fake', model: 'before' };
    const [fake] = newPlugins();
    const clients = createClients({ plugins: [fake], config: { providers: { a: provider } } });
    provider.model = 'after';
    expect(clients.default.provider).toBe('fake');
    expect(fake.contexts[0]?.config.model).toBe('before');
  });

  test('passes the same values to all clients', () => {
    const [fake, second] = newPlugins();
    const parts = { transport: new FakeTransport(), logger: { ...noopLogger } };
    const clients = createClients({ plugins: [fake, second], config, env, ...parts });
    clients.get('local');
    clients.get('cloud');
    const values = { ...parts, logger: guardLogger(parts.logger) };
    for (const [context] of [fake.contexts, second.contexts]) {
      expect(context?.transport).toBe(values.transport);
      expect(context?.logger).toBe(values.logger);
    }
  });
});

describe('close', () => {
  test('closes the clients that were created, and prevents the creation of others', async () => {
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

  test('closes all clients concurrently, so that none accepts calls while another is being closed', async () => {
    const fake = fakeProvider({ methods: { close: () => new Promise(() => {}) } });
    const clients = createClients({ plugins: [fake, fakeProvider({ id: 'second' })], config, env });
    const [local, cloud] = [clients.get('local'), clients.get('cloud')];
    void clients.close();
    await expect(local.complete({ prompt: 'x' })).rejects.toMatchObject({ code: 'closed' });
    await expect(cloud.complete({ prompt: 'x' })).rejects.toMatchObject({ code: 'closed' });
  });

  test('closes all clients even if one fails to close', async () => {
    const close = () => Promise.reject(new Error('boom'));
    const [fake, second] = [fakeProvider({ methods: { close } }), fakeProvider({ id: 'second' })];
    const clients = createClients({ plugins: [fake, second], config, env });
    clients.get('cloud');
    clients.get('local');
    await expect(clients.close()).rejects.toMatchObject({ cause: { message: 'boom' } });
    expect([fake.closed, second.closed]).toEqual([1, 1]);
  });
});

describe('while a client is being created', () => {
  /** Returns clients whose provider calls `act` when it is created. */
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

  test('close() also closes that client', async () => {
    const { plugin, clients } = clientsThat(() => clients.close());
    expect(caught(() => clients.default).code).toBe('closed');
    await vi.waitFor(() => expect(plugin.closed).toBe(1));
  });

  test('the client cannot be resolved', () => {
    const { own, clients } = clientsThat(() => own.resolve(LM_CLIENT));
    expect(caught(() => clients.default)).toMatchObject({
      code: 'plugin_invalid',
      message: expect.stringContaining('The client "only" depends on itself'),
    });
    // A failure is not kept.
    expect(caught(() => clients.default).message).toContain('while it was being created');
  });
});

describe('with a container', () => {
  test('uses the providers of the container and binds the clients in it', () => {
    const container = newContainer();
    const [fake] = newPlugins();
    fake.register(container);
    const clients = createClients({ config: { providers: { a: { use: 'fake' } } }, container });
    expect(container.resolve(LM_CLIENTS)).toBe(clients);
    expect(fake.contexts).toEqual([]);
    expect(container.resolve(LM_CLIENT)).toBe(clients.default);
  });

  test('binds the default client even if others are created', () => {
    const container = newContainer();
    const clients = createClients({ plugins: newPlugins(), config, env, container });
    clients.get('cloud');
    expect(container.resolve(LM_CLIENT)).toBe(clients.default);
    expect(container.isRegistered(PROVIDER_FACTORY)).toBe(false);
  });
});
