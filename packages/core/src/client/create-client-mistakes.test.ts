// oxlint-disable-next-line import/no-unassigned-import -- must come before an application's tsyringe
import '../di/tsyringe.js';
import { container as globalContainer } from 'tsyringe';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { LmError } from '../errors/lm-error.js';
import type { ProviderContext, ProviderFactory } from '../provider/provider-factory.js';
import type { ProviderPlugin } from '../provider/provider-plugin.js';
import { LM_CLIENT, PROVIDER_FACTORY } from '../provider/tokens.js';
import { fakeProvider } from '../testing/fake-provider.js';
import { UndiciTransport } from '../transport/undici-transport.js';
import { createClient } from './create-client.js';
import { newContainer } from '../../test/support/new-container.js';

const config = { provider: 'fake' } as const;

afterEach(() => globalContainer.reset());

test.each([
  [undefined, 'undefined'],
  [null, 'null'],
  ['x', 'a string'],
])('createClient(%j) throws config_invalid', (options, shown) => {
  expect(() => createClient(options as never)).toThrow(
    expect.objectContaining({
      code: 'config_invalid',
      message: `createClient() requires an object with "plugins" and "config"; received ${shown}.`,
    }),
  );
});

describe('a provider that cannot be created', () => {
  const fails = (): never => {
    throw new TypeError('boom');
  };
  const factoryOf = (plugin: ProviderPlugin): ProviderFactory => {
    const container = newContainer();
    plugin.register(container);
    return container.resolve<ProviderFactory>(PROVIDER_FACTORY);
  };
  function failing(create: () => never): ProviderPlugin {
    const { capabilities } = fakeProvider();
    return {
      spec: 1,
      id: 'fake',
      register: (container) => {
        container.register(PROVIDER_FACTORY, { useValue: { id: 'fake', capabilities, create } });
      },
    };
  }

  test('throws plugin_invalid with the failure as the cause', () => {
    const cause = new TypeError('boom');
    const plugin = failing(() => {
      throw cause;
    });
    expect(() => createClient({ plugins: [plugin], config })).toThrow(
      expect.objectContaining({ code: 'plugin_invalid', provider: 'fake', cause }),
    );
  });

  test.each<[what: string, make: () => unknown]>([
    ['undefined', () => undefined],
    ['null', () => null],
    ['a promise', () => Promise.resolve({})],
    // An unhandled rejection would end the test run.
    ['a promise that rejects', () => Promise.reject(new Error('boom'))],
    ['a function', () => () => ({})],
  ])('throws plugin_invalid if create() returns %s', (_what, make) => {
    expect(() => createClient({ plugins: [failing(make as never)], config })).toThrow(
      expect.objectContaining({ code: 'plugin_invalid', provider: 'fake' }),
    );
  });

  test('leaves nothing open', async () => {
    const close = vi.fn<() => Promise<void>>(() => Promise.resolve());
    vi.spyOn(UndiciTransport.prototype, 'close').mockImplementation(close);
    expect(() => createClient({ plugins: [failing(() => fails())], config })).toThrow('could not be created');
    await vi.waitFor(() => expect(close).toHaveBeenCalledOnce());

    // The container is disposed while the client is being created, so that the client cannot be bound in it.
    const container = newContainer();
    const plugin = fakeProvider();
    const disposing: ProviderPlugin = {
      ...plugin,
      register(own) {
        own.register(PROVIDER_FACTORY, {
          useValue: { ...factoryOf(plugin), create: (context: ProviderContext) => disposed(context) },
        });
      },
    };
    const disposed = (context: ProviderContext): object => {
      void container.dispose();
      return factoryOf(plugin).create(context);
    };
    expect(() => createClient({ plugins: [disposing], config, container })).toThrow(
      expect.objectContaining({ code: 'config_invalid', message: expect.stringContaining('Binding LM_CLIENT') }),
    );
    await vi.waitFor(() => expect(plugin.closed).toBe(1));
    vi.restoreAllMocks();
  });

  test('rethrows an LmError', () => {
    const plugin = failing(() => {
      throw new LmError('config_invalid', 'options.color is not a color');
    });
    expect(() => createClient({ plugins: [plugin], config })).toThrow(
      expect.objectContaining({ code: 'config_invalid' }),
    );
  });
});

describe('a second copy of the package', () => {
  test('is compatible with the plugins, tokens and errors of the first', async () => {
    vi.resetModules();
    const { createClient: create } = await import('./create-client.js');
    const { isCapabilityError, isLmError } = await import('../errors/guards.js');
    const { LM_CLIENT: token } = await import('../provider/tokens.js');
    expect(create).not.toBe(createClient);
    const container = newContainer();
    // The plugin, its tokens and its errors are from the first copy.
    const plugin = fakeProvider({ methods: { complete: () => Promise.reject(new LmError('overloaded', 'busy')) } });
    const client = create({ plugins: [plugin], config, container });
    expect(container.resolve(LM_CLIENT)).toBe(client);
    expect(token).toBe(LM_CLIENT);
    const error: unknown = await client.complete({ model: 'm', prompt: 'x' }).catch((caught: unknown) => caught);
    expect(isLmError(error, 'overloaded')).toBe(true);
    expect(error).not.toBeInstanceOf((await import('../errors/lm-error.js')).LmError);
    const denied: unknown = await client
      .chat({ model: 'm', messages: [{ role: 'user', content: 'x' }] }, { route: 'elsewhere' })
      .catch((caught: unknown) => caught);
    expect(isCapabilityError(denied)).toBe(true);
    expect(denied).not.toBeInstanceOf(LmError);
  });
});
