// Must be the first import, because tsyringe needs the Reflect metadata that core defines.
import { createClient, LM_CLIENT, lmClient, LOGGER, registerLmux, type Logger, type LmClient } from '../src/index.js';
import * as own from 'tsyringe';
import * as other from 'tsyringe-copy';
import { version } from 'tsyringe-copy/package.json';
import { afterEach, describe, expect, test } from 'vitest';
import { guardLogger } from '../src/logging/guard-logger.js';
import { fakeProvider } from '../src/testing/index.js';

const { container: root, inject, injectable } = other;
const logger: Logger = { debug() {}, info() {}, warn() {}, error() {} };

afterEach(() => root.reset());

test('the imports are two copies of tsyringe', () => {
  expect(version).toBe('4.9.1');
  expect(root).not.toBe(own.container);
});

describe('a container of another copy of tsyringe', () => {
  test('provides createClient with its bindings, and receives the client', async () => {
    const container = root.createChildContainer();
    container.register(LOGGER, { useValue: logger });
    const plugin = fakeProvider();
    await using client = createClient({ plugins: [plugin], config: { provider: 'fake' }, container });
    expect(plugin.contexts[0]?.logger).toBe(guardLogger(logger));
    expect(container.resolve(LM_CLIENT)).toBe(client);
  });

  test('injects the clients of registerLmux, and closes them when it is disposed', async () => {
    class Service {
      readonly client: LmClient;
      readonly local: LmClient;
      constructor(client: LmClient, local: LmClient) {
        this.client = client;
        this.local = local;
      }
    }
    // The compiled form of `@inject(...)` on each parameter and of `@injectable()`.
    inject(LM_CLIENT)(Service, undefined, 0);
    inject(lmClient('local'))(Service, undefined, 1);
    injectable()(Service);

    const container = root.createChildContainer();
    const plugin = fakeProvider();
    const config = { providers: { local: { use: 'fake', model: 'small' } } };
    const clients = registerLmux(container, { plugins: [plugin], config });
    const { client, local } = container.resolve(Service);
    expect(client).toBe(clients.get('local'));
    expect(local).toBe(client);
    expect(await client.complete({ prompt: 'hi' })).toMatchObject({ text: 'hi' });

    await container.dispose();
    expect(plugin.closed).toBe(1);
    await expect(client.complete({ prompt: 'hi' })).rejects.toMatchObject({ code: 'closed' });
  });
});
