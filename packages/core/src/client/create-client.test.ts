// oxlint-disable-next-line import/no-unassigned-import -- must come before an application's tsyringe
import '../di/tsyringe.js';
import { container as globalContainer, inject, injectable, type DependencyContainer } from 'tsyringe';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Clock, systemClock } from '../clock/clock.js';
import type { LmClient } from '../contract/lm-client.js';
import { LmError } from '../errors/lm-error.js';
import { BackoffRetryPolicy, type RetryPolicy } from '../http/retry-policy.js';
import { type Logger, noopLogger } from '../logging/logger.js';
import type { ProviderPlugin } from '../provider/provider-plugin.js';
import { CLOCK, ID_GENERATOR, LM_CLIENT, LOGGER, RETRY_POLICY, TRANSPORT } from '../provider/tokens.js';
import { FakeClock } from '../testing/fake-clock.js';
import { fakeProvider } from '../testing/fake-provider.js';
import { FakeTransport } from '../testing/fake-transport.js';
import type { Transport } from '../transport/transport.js';
import { createClient } from './create-client.js';
import { newContainer } from '../../test/support/new-container.js';

const config = { provider: 'fake' } as const;

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

describe('the context of the provider', () => {
  test('contains the defaults if nothing is bound', async () => {
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

  test('contains no binding of the global container', async () => {
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
  // The compiled form of `@injectable() class Service { constructor(@inject(LM_CLIENT) client: LmClient) {} }`.
  inject(LM_CLIENT)(Service, undefined, 0);
  injectable()(Service);

  test('is injected by @inject(LM_CLIENT)', async () => {
    const container = newContainer();
    const client = createClient({ plugins: [fakeProvider()], config, container });
    const service = container.resolve(Service);
    expect(service.client).toBe(client);
    expect(await service.client.complete({ model: 'm', prompt: 'hello' })).toMatchObject({ text: 'hello' });
    expect(container.createChildContainer().resolve(LM_CLIENT)).toBe(client);
  });

  test('remains bound after clearInstances(), unlike values', async () => {
    const container = newContainer();
    fakeProvider({ id: 'bound' }).register(container);
    container.register(CLOCK, { useValue: new FakeClock() });
    const client = createClient({ plugins: [fakeProvider()], config, container });
    container.clearInstances();
    expect(container.isRegistered(CLOCK) ? container.resolveAll(CLOCK) : []).toEqual([]);
    expect(container.resolve(LM_CLIENT)).toBe(client);
    expect(await client.complete({ model: 'm', prompt: 'x' })).toMatchObject({ text: 'x' });
  });

  test('is not closed with the container, and does not dispose it', async () => {
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

describe('close', () => {
  const fails = (message: string) => () => Promise.reject(new Error(message));

  test('closes the provider and then the default transport', async () => {
    const order: string[] = [];
    const plugin = fakeProvider({ methods: { close: () => void order.push('provider') } });
    const client = createClient({ plugins: [plugin], config });
    const transport = plugin.contexts[0]?.transport;
    if (transport === undefined) throw new Error('no transport');
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

  test('continues after a failure and rejects with all failures', async () => {
    const plugin = fakeProvider({ methods: { close: fails('provider') } });
    const client = createClient({ plugins: [plugin], config });
    const transport = plugin.contexts[0]?.transport;
    if (transport === undefined) throw new Error('no transport');
    vi.spyOn(transport, 'close').mockImplementation(fails('transport'));
    const error: unknown = await client.close().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(AggregateError);
    expect((error as AggregateError).errors.map(String)).toEqual(['Error: provider', 'Error: transport']);
  });

  test('rejects with a single failure as an LmError', async () => {
    const ours = new LmError('server_error', 'x');
    const first = createClient({ plugins: [fakeProvider({ methods: { close: () => Promise.reject(ours) } })], config });
    await expect(first.close()).rejects.toBe(ours);
    const second = createClient({ plugins: [fakeProvider({ methods: { close: fails('boom') } })], config });
    await expect(second.close()).rejects.toMatchObject({ name: 'LmError', cause: new Error('boom') });
  });
});

test('a retry policy whose "succeeded" is not a function is refused when the client is created', () => {
  const retryPolicy = { delayMs: () => undefined, succeeded: 5 as never };
  expect(() => createClient({ plugins: [fakeProvider()], config, retryPolicy })).toThrow(
    'must have a function or nothing as "succeeded"; received a number.',
  );
});
