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

/** The ids that a client can choose from, as its error tells them. */
function registered(plugins: readonly ProviderPlugin[], container?: DependencyContainer): string {
  const error = thrownBy(() => createClient({ plugins, config: { provider: '?' }, container }));
  expect(isLmError(error, 'unknown_provider')).toBe(true);
  return /registered are (.*?)\. Pass/.exec(String(error))?.[1] ?? String(error);
}

describe('the factories', () => {
  test('of plugins are added to those of the nearest container that binds any', () => {
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

  test('may be bound by a function', async () => {
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

  test('of the container alone are enough', async () => {
    const container = newContainer('a');
    await using client = createClient({ plugins: [], config: { provider: 'a' }, container });
    expect(client.provider).toBe('a');
  });

  test('may be bound as classes', async () => {
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

  test('of one plugin given twice are one', () => {
    const container = newContainer();
    plugin.register(container);
    expect(registered([plugin, plugin], container)).toBe('"plugin"');
    const register = vi.fn<ProviderPlugin['register']>((own) => plugin.register(own));
    const counted = { ...plugin, register };
    expect(registered([counted, counted])).toBe('"plugin"');
    expect(register).toHaveBeenCalledOnce();
  });

  test('of clients beside each other do not meet', () => {
    const container = newContainer();
    createClient({ plugins: [fakeProvider({ id: 'first' })], config: { provider: 'first' }, container });
    expect(registered([plugin], container)).toBe('"plugin"');
  });
});

describe('is refused, in a sentence that names both', () => {
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
    ['no list', undefined, '"plugins" must be an array'],
    ['no plugin', [plugin, {}], 'plugins[1] is not a plugin: it needs "spec", "id" and register().'],
    ['nothing', [null], 'plugins[0] is not a plugin'],
    [
      'two plugins of one id',
      [plugin, twice],
      'Two plugins have the id "plugin": plugins[0] and plugins[1]. Leave one out.',
    ],
    [
      'another version',
      [{ ...plugin, spec: 2 }],
      'Plugin "plugin" (plugins[0]) is written for version 2 of the plugin interface; this release of @lmux/core takes version 1.',
    ],
    ['no version', [{ ...plugin, spec: undefined }], 'written for version undefined'],
    [
      'two factories of one id',
      [plugin, renamed],
      'Two provider factories have the id "plugin": of plugin "plugin" and of plugin "renamed". Leave one out.',
    ],
    ['what is not a factory', [rawFactory({})], 'What plugin "raw" binds under PROVIDER_FACTORY is not a factory'],
    ['nothing bound', [rawFactory(null)], 'What plugin "raw" binds under PROVIDER_FACTORY is not a factory'],
    ['a factory without routes', [rawFactory({ ...FACTORY, capabilities: { routes: null } })], 'is not a factory'],
    ['a factory whose keys are not a list', [rawFactory({ ...FACTORY, optionKeys: 5 })], 'is not a factory'],
  ];
  test.each(WRONG)('%s', (_name, plugins, message) => {
    const error = thrownBy(() =>
      createClient({ plugins: plugins as ProviderPlugin[], config: { provider: 'plugin' } }),
    );
    expect(isLmError(error, 'plugin_invalid')).toBe(true);
    expect(String(error)).toContain(message);
  });

  test('a promise of a factory, whatever becomes of it', () => {
    const promised = rawFactory(Promise.reject(new Error('boom')));
    expect(() => createClient({ plugins: [promised], config: { provider: 'raw' } })).toThrow('is not a factory');
  });

  test('a factory of the container and one of a plugin', () => {
    const container = newContainer('plugin');
    const error = thrownBy(() => createClient({ plugins: [plugin], config: { provider: 'plugin' }, container }));
    expect(isLmError(error, 'plugin_invalid')).toBe(true);
    expect(String(error)).toContain(
      '"plugin": of the container that was passed and of plugin "plugin". Leave one out.',
    );
  });

  test('what a container that was passed cannot resolve', () => {
    const container = newContainer();
    const cause = new TypeError('boom');
    container.register(PROVIDER_FACTORY, {
      useFactory: () => {
        throw cause;
      },
    });
    const error = thrownBy(() => createClient({ plugins: [plugin], config: { provider: 'plugin' }, container }));
    expect(error).toMatchObject({ code: 'plugin_invalid', cause });
    expect(String(error)).toContain('Resolving PROVIDER_FACTORY in the container that was passed failed');
  });

  test('a plugin that fails to register, with the failure as cause', () => {
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

test('a plugin can leave alone what the application has bound', () => {
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
