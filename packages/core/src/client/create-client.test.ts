// oxlint-disable-next-line import/no-unassigned-import -- must come before an application's tsyringe
import '../di/tsyringe.js';
import { container as globalContainer, inject, injectable, type DependencyContainer } from 'tsyringe';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Clock, systemClock } from '../clock/clock.js';
import type { LmClient } from '../contract/lm-client.js';
import { LmError } from '../errors/lm-error.js';
import { BackoffRetryPolicy, type RetryPolicy } from '../http/retry-policy.js';
import { type Logger, noopLogger } from '../logging/logger.js';
import type { ProviderContext, ProviderFactory } from '../provider/provider-factory.js';
import type { ProviderPlugin } from '../provider/provider-plugin.js';
import {
  CLOCK,
  ID_GENERATOR,
  LM_CLIENT,
  LOGGER,
  PROVIDER_FACTORY,
  RETRY_POLICY,
  TRANSPORT,
} from '../provider/tokens.js';
import { FakeClock } from '../testing/fake-clock.js';
import { fakeProvider } from '../testing/fake-provider.js';
import { FakeTransport } from '../testing/fake-transport.js';
import type { Transport } from '../transport/transport.js';
import { UndiciTransport } from '../transport/undici-transport.js';
import { createClient } from './create-client.js';

const config = { provider: 'fake' } as const;

/** A container as an application has it: not the global one. */
function newContainer(): DependencyContainer {
  return globalContainer.createChildContainer();
}

afterEach(() => globalContainer.reset());

interface Bindings {
  readonly transport: Transport;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly retryPolicy: RetryPolicy;
}

function bindings(): Bindings {
  return {
    transport: new FakeTransport(),
    logger: { ...noopLogger },
    clock: new FakeClock(),
    retryPolicy: { delayMs: () => undefined },
  };
}

function bind(container: DependencyContainer, { transport, logger, clock, retryPolicy }: Bindings): void {
  container.register(TRANSPORT, { useValue: transport });
  container.register(LOGGER, { useValue: logger });
  container.register(CLOCK, { useValue: clock });
  container.register(RETRY_POLICY, { useValue: retryPolicy });
  container.register(ID_GENERATOR, { useValue: () => 'bound' });
}

describe('what the provider is made from', () => {
  test('the defaults, where nothing is bound', async () => {
    const plugin = fakeProvider();
    await using _ = createClient({ plugins: [plugin], config: { ...config, retry: 7 } });
    const [context] = plugin.contexts;
    expect(context).toMatchObject({ config: { ...config, retry: 7 }, clock: systemClock, logger: noopLogger });
    expect(context?.retryPolicy).toBeInstanceOf(BackoffRetryPolicy);
    const error = new LmError('server_error', 'x');
    const delays = [7, 8].map((attempt) => context?.retryPolicy.delayMs({ error, attempt, waitedMs: 0 }));
    expect(delays).toEqual([expect.any(Number), undefined]);
    expect(new Set([context?.generateId(), context?.generateId()]).size).toBe(2);
  });

  test('never what the global container binds', async () => {
    const bound = bindings();
    bind(globalContainer, bound);
    fakeProvider({ id: 'global' }).register(globalContainer);
    const plugin = fakeProvider();
    let seen: boolean | undefined;
    const curious: ProviderPlugin = {
      spec: 1,
      id: 'curious',
      register: (container) => {
        seen = container.isRegistered(LOGGER, true);
      },
    };
    await using _ = createClient({ plugins: [plugin, curious], config });
    const [context] = plugin.contexts;
    expect(context).toMatchObject({ clock: systemClock, logger: noopLogger });
    expect(context?.transport).not.toBe(bound.transport);
    expect(context?.retryPolicy).toBeInstanceOf(BackoffRetryPolicy);
    expect(context?.generateId()).not.toBe('bound');
    expect(seen).toBe(false);
    expect(globalContainer.isRegistered(LM_CLIENT)).toBe(false);
    const provider: string = 'global';
    expect(() => createClient({ plugins: [plugin], config: { provider } })).toThrow(
      expect.objectContaining({ code: 'unknown_provider' }),
    );
  });
});

describe('the client in the container', () => {
  class Service {
    readonly client: LmClient;
    constructor(client: LmClient) {
      this.client = client;
    }
  }
  // What `@injectable() class Service { constructor(@inject(LM_CLIENT) client: LmClient) {} }` compiles to.
  inject(LM_CLIENT)(Service, undefined, 0);
  injectable()(Service);

  test('is what @inject(LM_CLIENT) gives', async () => {
    const container = newContainer();
    const client = createClient({ plugins: [fakeProvider()], config, container });
    const service = container.resolve(Service);
    expect(service.client).toBe(client);
    expect(await service.client.complete({ model: 'm', prompt: 'hello' })).toMatchObject({ text: 'hello' });
    expect(container.createChildContainer().resolve(LM_CLIENT)).toBe(client);
  });

  test('outlives clearInstances, in which values do not', async () => {
    const container = newContainer();
    fakeProvider({ id: 'bound' }).register(container);
    container.register(CLOCK, { useValue: new FakeClock() });
    const client = createClient({ plugins: [fakeProvider()], config, container });
    container.clearInstances();
    expect(container.isRegistered(CLOCK) ? container.resolveAll(CLOCK) : []).toEqual([]);
    expect(container.resolve(LM_CLIENT)).toBe(client);
    expect(await client.complete({ model: 'm', prompt: 'x' })).toMatchObject({ text: 'x' });
  });

  test('does not end with the container, nor the container with it', async () => {
    const container = newContainer();
    const plugin = fakeProvider();
    const client = createClient({ plugins: [plugin], config, container });
    await client.close();
    expect(container.resolve(LM_CLIENT)).toBe(client);
    const other = createClient({ plugins: [plugin], config, container });
    await container.dispose();
    expect(await other.complete({ model: 'm', prompt: 'x' })).toMatchObject({ text: 'x' });
  });
});

describe('disposal', () => {
  const fails = (message: string) => () => Promise.reject(new Error(message));

  test('closes a transport of its own, and the provider before it', async () => {
    const order: string[] = [];
    const plugin = fakeProvider({ methods: { close: () => void order.push('provider') } });
    const client = createClient({ plugins: [plugin], config });
    const transport = plugin.contexts[0]?.transport;
    if (transport === undefined) throw new Error('was not made');
    vi.spyOn(transport, 'close').mockImplementation(async () => void order.push('transport'));
    await client.close();
    expect(order).toEqual(['provider', 'transport']);
  });

  test('does not close a transport that was passed or bound', async () => {
    const passed = new FakeTransport();
    await createClient({ plugins: [fakeProvider()], config, transport: passed }).close();
    const container = newContainer();
    const bound = new FakeTransport();
    container.register(TRANSPORT, { useValue: bound });
    await createClient({ plugins: [fakeProvider()], config, container }).close();
    expect([passed.closed, bound.closed]).toEqual([false, false]);
  });

  test('goes on over a failure, and gathers all', async () => {
    const plugin = fakeProvider({ methods: { close: fails('provider') } });
    const client = createClient({ plugins: [plugin], config });
    const transport = plugin.contexts[0]?.transport;
    if (transport === undefined) throw new Error('was not made');
    vi.spyOn(transport, 'close').mockImplementation(fails('transport'));
    const error: unknown = await client.close().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(AggregateError);
    expect((error as AggregateError).errors.map(String)).toEqual(['Error: provider', 'Error: transport']);
  });

  test('throws one failure as it is, as an LmError', async () => {
    const ours = new LmError('server_error', 'x');
    const first = createClient({ plugins: [fakeProvider({ methods: { close: () => Promise.reject(ours) } })], config });
    await expect(first.close()).rejects.toBe(ours);
    const second = createClient({ plugins: [fakeProvider({ methods: { close: fails('boom') } })], config });
    await expect(second.close()).rejects.toMatchObject({ name: 'LmError', cause: new Error('boom') });
  });
});

describe('a provider that cannot be made', () => {
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

  test('is plugin_invalid, with the failure as cause', () => {
    const cause = new TypeError('boom');
    const plugin = failing(() => {
      throw cause;
    });
    expect(() => createClient({ plugins: [plugin], config })).toThrow(
      expect.objectContaining({ code: 'plugin_invalid', provider: 'fake', cause }),
    );
  });

  test.each<[what: string, make: () => unknown]>([
    ['nothing', () => undefined],
    ['null', () => null],
    ['a promise', () => Promise.resolve({})],
    // A rejection that nobody handled would end the test run.
    ['a promise that rejects', () => Promise.reject(new Error('boom'))],
    ['a function', () => () => ({})],
  ])('is plugin_invalid: %s', (_what, make) => {
    expect(() => createClient({ plugins: [failing(make as never)], config })).toThrow(
      expect.objectContaining({ code: 'plugin_invalid', provider: 'fake' }),
    );
  });

  test('leaves nothing open', async () => {
    const close = vi.fn<() => Promise<void>>(() => Promise.resolve());
    vi.spyOn(UndiciTransport.prototype, 'close').mockImplementation(close);
    expect(() => createClient({ plugins: [failing(() => fails())], config })).toThrow('could not be made');
    await vi.waitFor(() => expect(close).toHaveBeenCalledOnce());

    // Its container is disposed while the client is made, so that it cannot be bound there.
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

  test('passes an error of ours', () => {
    const plugin = failing(() => {
      throw new LmError('config_invalid', 'options.colour is no colour');
    });
    expect(() => createClient({ plugins: [plugin], config })).toThrow(
      expect.objectContaining({ code: 'config_invalid' }),
    );
  });
});

describe('a second copy of the package', () => {
  test('understands the first: plugins, tokens and errors', async () => {
    vi.resetModules();
    const { createClient: create } = await import('./create-client.js');
    const { isCapabilityError, isLmError } = await import('../errors/guards.js');
    const { LM_CLIENT: token } = await import('../provider/tokens.js');
    expect(create).not.toBe(createClient);
    const container = newContainer();
    // The plugin, its tokens and the errors it throws are the first copy's.
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
