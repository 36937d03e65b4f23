// oxlint-disable-next-line import/no-unassigned-import -- must come before an application's tsyringe
import './tsyringe.js';
import { thrownBy } from '@lmux/test-support';
import { container as globalContainer, type DependencyContainer } from 'tsyringe';
import { describe, expect, test, vi } from 'vitest';
import { isLmError } from '../errors/guards.js';
import type { ProviderFactory } from '../provider/provider-factory.js';
import type { ProviderPlugin } from '../provider/provider-plugin.js';
import { PROVIDER_FACTORY } from '../provider/tokens.js';
import { fakeProvider } from '../testing/fake-provider.js';
import { createClient } from '../client/create-client.js';

const plugin = fakeProvider({ id: 'plugin' });

function newContainer(...ids: readonly string[]): DependencyContainer {
  const container = globalContainer.createChildContainer();
  for (const id of ids) fakeProvider({ id }).register(container);
  return container;
}

/** Returns the ids of the registered providers, as the message about an unknown one lists them. */
function registered(plugins: readonly ProviderPlugin[], container?: DependencyContainer): string {
  const error = thrownBy(() => createClient({ plugins, config: { provider: '?' }, container }));
  expect(isLmError(error, 'unknown_provider')).toBe(true);
  return /registered provider \((.*?)\); received/.exec(String(error))?.[1] ?? String(error);
}

describe('provider factories', () => {
  test('are those of the plugins and of the nearest container that binds any', () => {
    const grandparent = newContainer('a');
    const parent = grandparent.createChildContainer();
    fakeProvider({ id: 'b' }).register(parent);
    fakeProvider({ id: 'c' }).register(parent);
    const container = parent.createChildContainer().createChildContainer();
    expect(registered([plugin, fakeProvider({ id: 'd' })], container)).toBe('"b", "c", "plugin", "d"');
    expect(registered([], container)).toBe('"b", "c"');
    fakeProvider({ id: 'near' }).register(container);
    expect(registered([], container)).toBe('"near"');
  });

  test('may be bound with useFactory', async () => {
    const factory = newContainer('made').resolve<ProviderFactory>(PROVIDER_FACTORY);
    const useFactory = vi.fn<() => ProviderFactory>(() => factory);
    const lazy: ProviderPlugin = {
      spec: 1,
      id: 'made',
      register: (container) => void container.register(PROVIDER_FACTORY, { useFactory }),
    };
    const provider: string = 'made';
    await using client = createClient({ plugins: [lazy, plugin], config: { provider } });
    expect(client.provider).toBe('made');
    expect(useFactory).toHaveBeenCalledOnce();
    expect(registered([plugin, lazy])).toBe('"plugin", "made"');
  });

  test('may come from the container alone', async () => {
    const container = newContainer('a');
    await using client = createClient({ plugins: [], config: { provider: 'a' }, container });
    expect(client.provider).toBe('a');
  });

  test("may be bound with useClass in the application's container", async () => {
    class Factory {
      readonly id = 'classy';
      readonly capabilities = { ...plugin.capabilities, provider: 'classy' };
      create(): object {
        return {};
      }
    }
    const container = newContainer();
    container.register(PROVIDER_FACTORY, { useClass: Factory });
    expect(registered([], container)).toBe('"classy"');
    expect(registered([plugin], container)).toBe('"classy", "plugin"');
  });

  test('are registered once if a plugin is passed twice', () => {
    const container = newContainer();
    plugin.register(container);
    expect(registered([plugin, plugin], container)).toBe('"plugin"');
    const register = vi.fn<ProviderPlugin['register']>((own) => plugin.register(own));
    const counted = { ...plugin, register };
    expect(registered([counted, counted])).toBe('"plugin"');
    expect(register).toHaveBeenCalledOnce();
  });

  test('of one client are not available to another', () => {
    const container = newContainer();
    createClient({ plugins: [fakeProvider({ id: 'first' })], config: { provider: 'first' }, container });
    expect(registered([plugin], container)).toBe('"plugin"');
  });
});

describe('rejects', () => {
  const twice = fakeProvider({ id: 'plugin' });
  const renamed: ProviderPlugin = { ...twice, id: 'renamed', register: (container) => twice.register(container) };
  const rawFactory = (factory: unknown): ProviderPlugin => ({
    spec: 1,
    id: 'raw',
    register: (container) => {
      container.register(PROVIDER_FACTORY, { useValue: factory });
    },
  });

  const FACTORY = { id: 'raw', capabilities: { routes: {} }, create: () => ({}) };

  const WRONG: readonly [name: string, plugins: readonly unknown[] | undefined, message: string][] = [
    ['a missing array', undefined, '"plugins" must be an array; received undefined.'],
    [
      'an object that is not a plugin',
      [plugin, {}],
      'plugins[1] is not a plugin; received an object. Pass the plugin that the provider package exports',
    ],
    ['null', [null], 'plugins[0] is not a plugin'],
    [
      'two plugins with the same id',
      [plugin, twice],
      'Two plugins have the id "plugin": plugins[0] and plugins[1]. Remove one of them.',
    ],
    [
      'a plugin for another version',
      [{ ...plugin, spec: 2 }],
      'Plugin "plugin" (plugins[0]) is written for version 2 of the plugin interface. This release of @lmux/core supports version 1. ',
    ],
    ['a plugin without a version', [{ ...plugin, spec: undefined }], 'written for version undefined'],
    [
      'two factories with the same id',
      [plugin, renamed],
      'Two provider factories have the id "plugin", bound by plugin "plugin" and by plugin "renamed". Remove one of them.',
    ],
    [
      'an object that is not a factory',
      [rawFactory({})],
      'The PROVIDER_FACTORY bound by plugin "raw" is not a provider factory.',
    ],
    ['null as a factory', [rawFactory(null)], 'The PROVIDER_FACTORY bound by plugin "raw" is not a provider factory.'],
    [
      'a factory without routes',
      [rawFactory({ ...FACTORY, capabilities: { routes: null } })],
      'is not a provider factory',
    ],
    [
      'a factory whose optionKeys are not an array',
      [rawFactory({ ...FACTORY, optionKeys: 5 })],
      'is not a provider factory',
    ],
  ];
  test.each(WRONG)('%s', (_name, plugins, message) => {
    const error = thrownBy(() =>
      createClient({ plugins: plugins as ProviderPlugin[], config: { provider: 'plugin' } }),
    );
    expect(isLmError(error, 'plugin_invalid')).toBe(true);
    expect(String(error)).toContain(message);
  });

  test('a promise of a factory, and handles its rejection', () => {
    const promised = rawFactory(Promise.reject(new Error('boom')));
    expect(() => createClient({ plugins: [promised], config: { provider: 'raw' } })).toThrow(
      'is not a provider factory',
    );
  });

  test('a factory of the container and one of a plugin with the same id', () => {
    const container = newContainer('plugin');
    const error = thrownBy(() => createClient({ plugins: [plugin], config: { provider: 'plugin' }, container }));
    expect(isLmError(error, 'plugin_invalid')).toBe(true);
    expect(String(error)).toContain(
      '"plugin", bound by the application\'s container and by plugin "plugin". Remove one of them.',
    );
  });

  test("a factory that the application's container cannot resolve", () => {
    const container = newContainer();
    const cause = new TypeError('boom');
    container.register(PROVIDER_FACTORY, {
      useFactory: () => {
        throw cause;
      },
    });
    const error = thrownBy(() => createClient({ plugins: [plugin], config: { provider: 'plugin' }, container }));
    expect(error).toMatchObject({ code: 'plugin_invalid', cause });
    expect(String(error)).toContain("Resolving PROVIDER_FACTORY in the application's container failed.");
  });

  test('a plugin that fails to register, with the failure as the cause', () => {
    const cause = new TypeError('boom');
    const broken: ProviderPlugin = {
      spec: 1,
      id: 'broken',
      register: () => {
        throw cause;
      },
    };
    const error = thrownBy(() => createClient({ plugins: [broken], config: { provider: 'broken' } }));
    expect(error).toMatchObject({ code: 'plugin_invalid', cause, message: expect.stringContaining('Plugin "broken"') });
  });
});

test('a plugin can keep a binding of the application', () => {
  const COLOR = Symbol('color');
  const colors: unknown[] = [];
  const { capabilities } = plugin;
  const colorful: ProviderPlugin = {
    spec: 1,
    id: 'plugin',
    register: (container) => {
      if (!container.isRegistered(COLOR, true)) container.register(COLOR, { useValue: 'red' });
      const create = (): object => {
        colors.push(container.resolve(COLOR));
        return {};
      };
      const factory: ProviderFactory = { id: 'plugin', capabilities, create };
      container.register(PROVIDER_FACTORY, { useValue: factory });
    },
  };
  const container = newContainer();
  container.register(COLOR, { useValue: 'blue' });
  createClient({ plugins: [colorful], config: { provider: 'plugin' } });
  createClient({ plugins: [colorful], config: { provider: 'plugin' }, container });
  expect(colors).toEqual(['red', 'blue']);
});
