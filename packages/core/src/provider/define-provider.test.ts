// oxlint-disable-next-line import/no-unassigned-import -- must come before an application's tsyringe
import '../di/tsyringe.js';
import { thrownBy } from '@lmux/test-support';
import { container as globalContainer } from 'tsyringe';
import { describe, expect, test } from 'vitest';
import type { Operation, CapabilityMatrix } from '../contract/capability.js';
import { isLmError } from '../errors/guards.js';
import { createClient } from '../client/create-client.js';
import { ABLE_ROUTE } from '../testing/fake-matrix.js';
import { checkProvider, defineProvider, METHODS } from './define-provider.js';
import type { Provider } from './provider.js';
import type { ProviderFactory } from './provider-factory.js';
import { PROVIDER_FACTORY } from './tokens.js';

const CAPABILITIES = Object.keys(METHODS) as Operation[];
const everyMethod = Object.fromEntries(Object.values(METHODS).map((name) => [name, () => {}])) as unknown as Provider;
const noCapability = Object.fromEntries(CAPABILITIES.map((capability) => [capability, 'no'])) as Record<
  Operation,
  'no'
>;

const matrixOf = (...routes: CapabilityMatrix['routes'][string][]): CapabilityMatrix => ({
  provider: 'acme',
  routes: Object.fromEntries(routes.map((route, index) => [`route-${index}`, route])),
});

describe('checkProvider', () => {
  test('accepts a provider that matches its matrix', () => {
    checkProvider(everyMethod, matrixOf(ABLE_ROUTE));
    checkProvider({}, matrixOf({ ...ABLE_ROUTE, ...noCapability }));
    expect(CAPABILITIES).toHaveLength(14);
  });

  test.each(CAPABILITIES)('rejects a missing or additional method for %s', (capability) => {
    const method = METHODS[capability];
    const { [method]: _, ...rest } = everyMethod;
    for (const cell of ['yes', 'unknown', { support: 'yes', note: 'n' }] as const) {
      const declared = matrixOf({ ...ABLE_ROUTE, [capability]: 'no' }, { ...ABLE_ROUTE, [capability]: cell });
      const missing = thrownBy(() => checkProvider(rest, declared));
      expect(isLmError(missing, 'plugin_invalid')).toBe(true);
      expect(String(missing)).toContain(`Provider "acme" declares "${capability}" but has no method ${method}().`);
      checkProvider(everyMethod, declared);
    }
    for (const cell of ['no', { support: 'no', note: 'n' }] as const) {
      const denied = matrixOf({ ...ABLE_ROUTE, [capability]: cell });
      const surplus = thrownBy(() => checkProvider(everyMethod, denied));
      expect(isLmError(surplus, 'plugin_invalid')).toBe(true);
      expect(String(surplus)).toContain(`has a method ${method}() but denies "${capability}" on every route.`);
      checkProvider(rest, denied);
    }
  });
});

describe('defineProvider', () => {
  const capabilities = { provider: 'acme', routes: { only: ABLE_ROUTE } } as const;

  test('returns a plugin with the matrix that binds the factory', () => {
    const plugin = defineProvider({ id: 'acme', capabilities, optionKeys: ['a'], create: () => everyMethod });
    expect(plugin).toMatchObject({ spec: 1, id: 'acme' });
    expect(plugin.capabilities).toBe(capabilities);
    const container = globalContainer.createChildContainer();
    plugin.register(container);
    expect(container.resolve<ProviderFactory>(PROVIDER_FACTORY)).toMatchObject({
      id: 'acme',
      capabilities,
      optionKeys: ['a'],
    });
  });

  test('rejects the matrix of another provider', () => {
    const error = thrownBy(() => defineProvider({ id: 'other', capabilities, create: () => everyMethod }));
    expect(isLmError(error, 'plugin_invalid')).toBe(true);
    expect(String(error)).toContain(`matrix belongs to provider "acme", but the plugin's id is "other"`);
  });

  test('checks the provider when a client is created', () => {
    const plugin = defineProvider({ id: 'acme', capabilities, create: () => ({}) });
    expect(() => createClient({ plugins: [plugin], config: { provider: 'acme' } })).toThrow(
      'Provider "acme" declares "chat" but has no method chat().',
    );
  });

  test('accepts an instance of a class as the factory', async () => {
    class Factory implements ProviderFactory<'acme', typeof capabilities> {
      readonly id = 'acme';
      get capabilities(): typeof capabilities {
        return capabilities;
      }
      create(): Provider {
        return everyMethod;
      }
    }
    const plugin = defineProvider(new Factory());
    await using client = createClient({ plugins: [plugin], config: { provider: 'acme' } });
    expect(client.provider).toBe('acme');
  });
});

test('a call of a missing method of an unchecked provider rejects with the name of the method', async () => {
  const factory: ProviderFactory = {
    id: 'raw',
    capabilities: { provider: 'raw', routes: { only: ABLE_ROUTE } },
    create: () => ({}),
  };
  const container = globalContainer.createChildContainer();
  container.register(PROVIDER_FACTORY, { useValue: factory });
  const client = createClient({ plugins: [], config: { provider: 'raw', model: 'm' }, container });
  await expect(client.models.list()).rejects.toMatchObject({
    code: 'plugin_invalid',
    provider: 'raw',
    message: expect.stringContaining('listModels()'),
  });
});
