// oxlint-disable-next-line import/no-unassigned-import -- must come before an application's tsyringe
import './tsyringe.js';
import { container as globalContainer } from 'tsyringe';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createClients } from '../config/create-clients.js';
import { isLmError } from '../errors/guards.js';
import type { LmError } from '../errors/lm-error.js';
import { systemClock } from '../clock/clock.js';
import { noopLogger } from '../logging/logger.js';
import type { Binding } from '../provider/container.js';
import type { ProviderContext } from '../provider/provider-factory.js';
import type { ProviderPlugin } from '../provider/provider-plugin.js';
import { CLOCK, ID_GENERATOR, LOGGER, PROVIDER_FACTORY, RETRY_POLICY, TRANSPORT } from '../provider/tokens.js';
import { FakeClock } from '../testing/fake-clock.js';
import { fakeProvider } from '../testing/fake-provider.js';
import { FakeTransport } from '../testing/fake-transport.js';
import { createClient } from '../client/create-client.js';
import { guarded, type PassedValues } from './replaceable-values.js';

const provider: string = 'fake';

afterEach(() => globalContainer.reset());

/** Every replaceable value: its option, its token, and a function that creates one. */
const PARTS: readonly [key: keyof PassedValues, token: symbol, make: () => object][] = [
  ['transport', TRANSPORT, () => new FakeTransport()],
  ['logger', LOGGER, () => ({ ...noopLogger })],
  ['clock', CLOCK, () => new FakeClock()],
  ['retryPolicy', RETRY_POLICY, () => ({ delayMs: () => undefined })],
  ['generateId', ID_GENERATOR, () => () => 'id'],
];

/** Returns a plugin without a provider that binds a token. */
function binding(token: symbol, bound: Binding, id = 'binding'): ProviderPlugin {
  return { spec: 1, id, register: (container) => void container.register(token, bound) };
}

describe.each(PARTS)('%s', (key, token, make) => {
  /** Returns the value that a client's provider gets. tsyringe's root always binds another one. */
  function settled(options: Partial<Parameters<typeof createClient>[0]>): unknown {
    globalContainer.register(token, { useValue: make() });
    const plugin = fakeProvider();
    createClient({ ...options, plugins: [plugin, ...(options.plugins ?? [])], config: { provider } });
    const [context] = plugin.contexts;
    expect(context?.container.resolve(token), 'the container of the client').toBe(context?.[key]);
    return context?.[key];
  }

  const [passed, bound, above, first, last] = Array.from({ length: 5 }, make);
  const safe = (value: object | undefined): unknown => guarded(key, value as never);
  const plugins = [binding(token, { useValue: first }, 'first'), binding(token, { useValue: last }, 'last')];
  const parent = globalContainer.createChildContainer().register(token, { useValue: above });
  const child = parent.createChildContainer();

  test('is the value that was passed, if any', () => {
    const container = child.createChildContainer().register(token, { useValue: bound });
    expect(settled({ [key]: passed, container, plugins })).toBe(safe(passed));
  });

  test("is the value of the application's container, rather than of a plugin", () => {
    const container = child.createChildContainer().register(token, { useValue: bound });
    expect(settled({ container, plugins })).toBe(safe(bound));
  });

  test('is the value of an ancestor container, rather than of a plugin', () => {
    expect(settled({ container: child, plugins })).toBe(safe(above));
  });

  test('is the value of the last plugin that binds one', () => {
    expect(settled({ plugins })).toBe(safe(last));
    const empty = globalContainer.createChildContainer();
    globalContainer.reset();
    const plugin = fakeProvider();
    createClient({ plugins: [plugin, ...plugins], config: { provider }, container: empty });
    expect(plugin.contexts[0]?.[key]).toBe(safe(last));
  });

  test('is the default otherwise, even if the root container binds another value', () => {
    const value = settled({});
    for (const one of [passed, bound, above, first, last]) expect(value).not.toBe(safe(one));
    expect(value).not.toBe(globalContainer.resolve(token));
  });

  test('is created once by the factory of a plugin, and is not closed with the clients', async () => {
    const useFactory = vi.fn<() => object>(make);
    const [one, two] = [fakeProvider(), fakeProvider({ id: 'two' })];
    const clients = createClients({
      plugins: [one, two, binding(token, { useFactory })],
      config: { default: 'a', providers: { a: { use: 'fake' }, b: { use: 'fake' }, c: { use: 'two' } } },
    });
    for (const name of clients.names) clients.get(name);
    const values = [...one.contexts, ...two.contexts].map((context: ProviderContext) => context[key]);
    expect(values).toHaveLength(3);
    expect(new Set(values).size).toBe(1);
    expect(useFactory).toHaveBeenCalledOnce();
    await clients.close();
    expect(values.filter((value) => value instanceof FakeTransport && value.closed)).toEqual([]);
  });

  test('is rejected if it has the wrong type, with a message that names its source', () => {
    const refusal = (options: Partial<Parameters<typeof createClient>[0]>): LmError => {
      try {
        settled(options);
      } catch (error) {
        if (isLmError(error)) return error;
        throw error;
      }
      throw new Error('nothing was refused');
    };
    const container = globalContainer.createChildContainer().register(token, { useValue: 7 });
    const expected = 'must be an? .*; received a';
    expect(refusal({ [key]: 'x' as never })).toMatchObject({
      code: 'config_invalid',
      message: expect.stringMatching(new RegExp(`^"${key}" ${expected} string`)),
    });
    expect(refusal({ container })).toMatchObject({
      code: 'config_invalid',
      message: expect.stringMatching(
        new RegExp(`^The [A-Z_]+ bound by the application's container ${expected} number`),
      ),
    });
    // An unhandled rejection would end the test run.
    const useFactory = (): Promise<never> => Promise.reject(new Error('boom'));
    expect(refusal({ plugins: [binding(token, { useFactory })] })).toMatchObject({
      code: 'plugin_invalid',
      message: expect.stringContaining('must be created synchronously; received a promise'),
    });
    expect(refusal({ plugins: [binding(token, { useValue: 7 })] })).toMatchObject({
      code: 'plugin_invalid',
      message: expect.stringMatching(new RegExp(`^The [A-Z_]+ bound by plugin "binding" ${expected} number`)),
    });
  });

  test('is rejected if it cannot be created, with the cause', () => {
    const cause = new TypeError('boom');
    const useFactory = (): never => {
      throw cause;
    };
    expect(() => settled({ plugins: [binding(token, { useFactory })] })).toThrow(
      expect.objectContaining({ code: 'plugin_invalid', cause }),
    );
    const container = globalContainer.createChildContainer().register(token, { useFactory });
    expect(() => settled({ container })).toThrow(expect.objectContaining({ code: 'config_invalid', cause }));
  });
});

describe('a factory of a plugin', () => {
  /** Returns the value that the factory of a plugin's transport resolves for a token. */
  function resolved(token: symbol, options: Partial<Parameters<typeof createClient>[0]> = {}): unknown {
    let value: unknown;
    const plugin = binding(TRANSPORT, {
      useFactory: (container) => {
        value = container.resolve(token);
        return new FakeTransport();
      },
    });
    createClient({ ...options, plugins: [fakeProvider(), ...(options.plugins ?? []), plugin], config: { provider } });
    return value;
  }
  const logger = guarded('logger', { ...noopLogger });
  const other = binding(LOGGER, { useValue: { ...noopLogger } }, 'other');

  test('resolves the values that the clients get', () => {
    const container = globalContainer.createChildContainer().register(LOGGER, { useValue: logger });
    expect(resolved(LOGGER, { logger, plugins: [other] })).toBe(logger);
    expect(resolved(LOGGER, { container, plugins: [other] })).toBe(logger);
    expect(resolved(LOGGER, { plugins: [other, binding(LOGGER, { useFactory: () => logger }, 'last')] })).toBe(logger);
    expect(resolved(LOGGER)).toBe(noopLogger);
    expect(resolved(CLOCK)).toBe(systemClock);
  });

  test('cannot resolve a value that each client has of its own', () => {
    expect(() => resolved(RETRY_POLICY)).toThrow(
      expect.objectContaining({
        code: 'plugin_invalid',
        message: expect.stringContaining('RETRY_POLICY has no shared value'),
      }),
    );
  });

  test('resolves the same values if it creates a provider factory', () => {
    const factory = globalContainer.createChildContainer();
    fakeProvider({ id: 'late' }).register(factory);
    const seen: unknown[] = [];
    const late = binding(PROVIDER_FACTORY, {
      useFactory: (container) => {
        seen.push(container.resolve(LOGGER));
        return factory.resolve(PROVIDER_FACTORY);
      },
    });
    const container = globalContainer.createChildContainer().register(LOGGER, { useValue: logger });
    for (const options of [{ logger }, { container }, {}]) {
      createClient({ ...options, plugins: [other, fakeProvider(), late], config: { provider } });
    }
    createClient({ plugins: [fakeProvider(), late], config: { provider } });
    expect(seen.map((value) => value === logger)).toEqual([true, true, false, false]);
    expect(seen.at(-1)).toBe(noopLogger);
  });

  test('is rejected if it resolves its own token', () => {
    const selfish = binding(LOGGER, { useFactory: (container) => container.resolve(LOGGER) }, 'selfish');
    expect(() => resolved(LOGGER, { plugins: [selfish] })).toThrow(
      expect.objectContaining({
        code: 'plugin_invalid',
        message: expect.stringContaining('The LOGGER bound by plugin "selfish" resolves itself, so'),
      }),
    );
  });

  test('is called once for a token of the plugin as well', () => {
    const COLOR = Symbol('color');
    const useFactory = vi.fn<() => object>(() => ({}));
    const plugin = fakeProvider();
    const clients = createClients({
      plugins: [plugin, binding(COLOR, { useFactory })],
      config: { default: 'a', providers: { a: { use: 'fake' }, b: { use: 'fake' } } },
    });
    for (const name of clients.names) clients.get(name);
    expect(new Set(plugin.contexts.map(({ container }) => container.resolve(COLOR))).size).toBe(1);
    expect(useFactory).toHaveBeenCalledOnce();
  });
});

describe('rejects as the container', () => {
  test.each([
    ['a string', 'container' as never, 'must be a tsyringe container'],
    ['null', null as never, 'must be a tsyringe container'],
    ['a partial container', { register() {}, isRegistered: () => false } as never, 'must be a tsyringe container'],
  ])('%s', (_name, container, message) => {
    expect(() => createClient({ plugins: [fakeProvider()], config: { provider }, container })).toThrow(
      expect.objectContaining({ code: 'config_invalid', message: expect.stringContaining(message) }),
    );
  });

  test('a container that has been disposed', async () => {
    const container = globalContainer.createChildContainer();
    const clients = createClients({
      plugins: [fakeProvider()],
      config: { providers: { a: { use: 'fake' } } },
      container,
    });
    await container.dispose();
    expect(() => createClient({ plugins: [fakeProvider()], config: { provider }, container })).toThrow(
      expect.objectContaining({ code: 'config_invalid', message: expect.stringContaining('may have been disposed') }),
    );
    expect(() => clients.default).toThrow(
      expect.objectContaining({ code: 'config_invalid', message: expect.stringContaining('may have been disposed') }),
    );
  });
});
