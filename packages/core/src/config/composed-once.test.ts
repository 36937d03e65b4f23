import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createClient } from '../client/create-client.js';
import type { ProviderPlugin } from '../provider/provider-plugin.js';
import { fakeProvider } from '../testing/fake-provider.js';
import { tiny } from '../../test/support/tiny-provider.js';
import { createClients } from './create-clients.js';
import { loadClients } from './load-clients.js';

const calls = vi.hoisted((): Record<'checks' | 'urls', unknown[]> => ({ checks: [], urls: [] }));

vi.mock(import('./check-lmux-config.js'), async (original) => {
  const module = await original();
  return { ...module, checkLmuxConfig: (...args) => (calls.checks.push(args[0]), module.checkLmuxConfig(...args)) };
});
vi.mock(import('../http/base-url.js'), async (original) => {
  const module = await original();
  return { ...module, parseBaseUrl: (...args) => (calls.urls.push(args[0]), module.parseBaseUrl(...args)) };
});

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lmux-once-'));
  calls.checks = [];
  calls.urls = [];
});
afterEach(() => rm(folder, { recursive: true }));

const A = 'http://a.test/v1';
const B = 'http://b.test';
const config = {
  default: 'a',
  providers: { a: { use: 'tiny', baseUrl: A }, b: { use: 'fake', baseUrl: { env: 'B_URL' } } },
};
const env = { B_URL: B };

function counted(): { plugins: ProviderPlugin[]; registered: string[] } {
  const registered: string[] = [];
  const plugins = [tiny, fakeProvider()].map((plugin: ProviderPlugin): ProviderPlugin => ({
    ...plugin,
    register(container) {
      registered.push(plugin.id);
      plugin.register(container);
    },
  }));
  return { plugins, registered };
}

test('createClients registers each plugin, checks the configuration and parses each base URL once', async () => {
  const { plugins, registered } = counted();
  await using clients = createClients({ plugins, config, env });
  for (const name of clients.names) clients.get(name);
  expect(registered).toEqual(['tiny', 'fake']);
  expect(calls.checks).toHaveLength(1);
  expect(calls.urls).toEqual([A, B]);
});

test('loadClients registers each plugin, checks the configuration and parses each base URL once', async () => {
  const path = join(folder, 'lmux.config.json');
  await writeFile(path, JSON.stringify(config));
  const { plugins, registered } = counted();
  await using clients = await loadClients({ path, plugins, env: { ...env, LM_PROVIDER: 'b' } });
  for (const name of clients.names) clients.get(name);
  expect(clients.defaultName).toBe('b');
  expect(registered).toEqual(['tiny', 'fake']);
  expect(calls.checks).toHaveLength(1);
  expect(calls.urls).toEqual([A, B]);
});

test('createClient registers each plugin and parses the base URL once', async () => {
  const { plugins, registered } = counted();
  await using client = createClient({ plugins, config: { provider: 'tiny', baseUrl: A } });
  expect(client.provider).toBe('tiny');
  expect(registered).toEqual(['tiny', 'fake']);
  expect(calls.urls).toEqual([A]);
});
