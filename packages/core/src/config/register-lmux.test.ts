// oxlint-disable-next-line import/no-unassigned-import -- must come before an application's tsyringe
import '../di/tsyringe.js';
import { container as globalContainer, inject, injectable, type DependencyContainer } from 'tsyringe';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { LmClient } from '../contract/lm-client.js';
import { isLmError } from '../errors/guards.js';
import { LM_CLIENT, LM_CLIENTS, lmClient, PROVIDER_FACTORY } from '../provider/tokens.js';
import { fakeProvider } from '../testing/fake-provider.js';
import type { LmClients } from './lazy-clients.js';
import type { LmuxConfig } from './lmux-config.js';
import { registerLmux } from './register-lmux.js';

const config: LmuxConfig = {
  default: 'local',
  providers: { local: { use: 'fake', model: 'small' }, cloud: { use: 'fake', model: 'large' } },
};

const newContainer = (): DependencyContainer => globalContainer.createChildContainer();

afterEach(() => globalContainer.reset());

class Service {
  readonly chosen: LmClient;
  readonly local: LmClient;
  readonly cloud: LmClient;
  readonly all: LmClients;
  constructor(chosen: LmClient, local: LmClient, cloud: LmClient, all: LmClients) {
    this.chosen = chosen;
    this.local = local;
    this.cloud = cloud;
    this.all = all;
  }
}
// The compiled form of `@inject(...)` before each parameter and of `@injectable()`.
for (const [index, token] of [LM_CLIENT, lmClient('local'), lmClient('cloud'), LM_CLIENTS].entries()) {
  inject(token)(Service, undefined, index);
}
injectable()(Service);

describe('registerLmux', () => {
  test('injects the default client, each client by name, and all of them', async () => {
    const container = newContainer();
    const clients = registerLmux(container, { plugins: [fakeProvider()], config });
    const service = container.resolve(Service);
    expect(service.all).toBe(clients);
    expect(service.chosen).toBe(service.local);
    expect(service.local).toBe(clients.get('local'));
    expect(service.cloud).toBe(clients.get('cloud'));
    expect(await service.cloud.complete({ prompt: 'hi' })).toMatchObject({ model: 'large', text: 'hi' });
    expect(newContainer().isRegistered(LM_CLIENT, true)).toBe(false);
  });

  test('creates no client before it is requested, and registers nothing else', () => {
    const container = newContainer();
    const plugin = fakeProvider();
    registerLmux(container, { plugins: [plugin], config });
    expect(plugin.contexts).toEqual([]);
    expect(container.isRegistered(PROVIDER_FACTORY)).toBe(false);
  });

  test('resolves the same class each time, since tsyringe keeps each class that was ever resolved', () => {
    const container = newContainer();
    const resolve = vi.spyOn(container, 'resolve');
    for (let time = 0; time < 2; time += 1) registerLmux(container, { plugins: [fakeProvider()], config });
    const [first, second] = resolve.mock.calls;
    expect(first?.[0]).toBeTypeOf('function');
    expect(first?.[0]).toBe(second?.[0]);
  });

  test('works in the root container of tsyringe', () => {
    const clients = registerLmux(globalContainer, { plugins: [fakeProvider()], config });
    expect(newContainer().resolve(LM_CLIENT)).toBe(clients.default);
  });

  test('throws for a mistake in the configuration or the container', () => {
    const wrong = { providers: { a: { use: 'nobody' } } };
    expect(() => registerLmux(newContainer(), { plugins: [fakeProvider()], config: wrong })).toThrow(
      expect.objectContaining({ code: 'unknown_provider' }),
    );
    expect(() => registerLmux(undefined as never, { plugins: [fakeProvider()], config })).toThrow(
      expect.objectContaining({ code: 'config_invalid', message: expect.stringContaining('"container" must be') }),
    );
  });
});

describe('disposing the container', () => {
  test('closes the clients, whose calls then fail with closed', async () => {
    const container = newContainer();
    const plugin = fakeProvider();
    const clients = registerLmux(container, { plugins: [plugin], config });
    const { local } = container.resolve(Service);
    expect(plugin.contexts).toHaveLength(2);
    await container.dispose();
    expect(plugin.closed).toBe(2);
    await expect(local.complete({ prompt: 'x' })).rejects.toMatchObject({ code: 'closed' });
    for (const request of [() => clients.default, () => clients.get('cloud')]) {
      let error: unknown;
      try {
        request();
      } catch (caught) {
        error = caught;
      }
      expect(isLmError(error, 'closed')).toBe(true);
    }
    await clients.close();
  });

  test('waits until the clients are closed and rejects if that fails', async () => {
    const container = newContainer();
    const plugin = fakeProvider({ methods: { close: () => Promise.reject(new Error('boom')) } });
    registerLmux(container, { plugins: [plugin], config }).get('local');
    await expect(container.dispose()).rejects.toMatchObject({ cause: { message: 'boom' } });
  });

  test('does not happen when the clients are closed', async () => {
    const container = newContainer();
    const clients = registerLmux(container, { plugins: [fakeProvider()], config });
    await clients.close();
    expect(container.resolve(LM_CLIENTS)).toBe(clients);
  });

  test('does not close the clients if it is a parent or child container', async () => {
    const parent = newContainer();
    const container = parent.createChildContainer();
    const client = registerLmux(container, { plugins: [fakeProvider()], config }).default;
    await container.createChildContainer().dispose();
    await parent.dispose();
    expect(await client.complete({ prompt: 'x' })).toMatchObject({ text: 'x' });
  });
});
