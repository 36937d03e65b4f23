import { thrownBy } from '@lmux/test-support';
import { afterEach, expect, test, vi } from 'vitest';
import { get } from '../../test/support/transports.js';
import { FetchTransport } from '../transport/fetch-transport.js';
import type { Transport } from '../transport/transport.js';
import { UndiciTransport } from '../transport/undici-transport.js';
import * as bun from './bun.js';
import * as node from './node.js';
import * as web from './web.js';

const opened: Transport[] = [];
afterEach(async () => {
  for (const transport of opened.splice(0)) await transport.close();
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});

test('all platforms export the same names', () => {
  expect(Object.keys(web).toSorted()).toEqual(Object.keys(node).toSorted());
  expect(Object.keys(bun).toSorted()).toEqual(Object.keys(node).toSorted());
});

test.each([undefined, 'http://127.0.0.1:9', { url: 'http://127.0.0.1:9' }, { fromEnv: true } as const])(
  'Node uses undici, with proxy %j',
  (proxy) => {
    const transport = node.createDefaultTransport({ proxy, clock: undefined });
    opened.push(transport);
    expect(transport).toBeInstanceOf(UndiciTransport);
  },
);

test('other runtimes use fetch', () => {
  const transport = web.createDefaultTransport({ proxy: undefined, clock: undefined });
  opened.push(transport);
  expect(transport).toBeInstanceOf(FetchTransport);
});

test('other runtimes reject a proxy and UndiciTransport', () => {
  const proxied = thrownBy(() => web.createDefaultTransport({ proxy: 'http://127.0.0.1:9', clock: undefined }));
  expect(proxied).toMatchObject({ code: 'config_invalid', message: expect.stringContaining('proxy') });
  expect(thrownBy(() => new web.UndiciTransport())).toMatchObject({ code: 'config_invalid' });
});

/** Sends a request with Bun's transport and returns the options that Bun's `fetch` would receive. */
async function sentInBun(proxy: Parameters<typeof bun.createDefaultTransport>[0]['proxy']): Promise<object> {
  const calls: object[] = [];
  vi.stubGlobal('fetch', (_url: string, init: object) => {
    calls.push(init);
    return Promise.resolve(new Response('{}'));
  });
  const transport = bun.createDefaultTransport({ proxy, clock: undefined });
  opened.push(transport);
  expect(transport).toBeInstanceOf(FetchTransport);
  await transport.send(get('http://127.0.0.1:9/'));
  return calls[0] ?? {};
}

// Bun's own defaults are the proxy of the environment, and 300 s until an idle response ends.
test.each([
  [undefined, false],
  ['http://127.0.0.1:9', { url: 'http://127.0.0.1:9', respectNoProxy: false }],
  [{ url: 'http://127.0.0.1:9' }, { url: 'http://127.0.0.1:9', respectNoProxy: false }],
  [{ fromEnv: true } as const, undefined],
])('Bun uses fetch without its timeout, with proxy %j', async (proxy, expected) => {
  expect(await sentInBun(proxy)).toMatchObject({ method: 'GET', timeout: false, proxy: expected });
});

test('Bun rejects an invalid proxy, also of the environment, before it sends anything', async () => {
  const invalid = { code: 'config_invalid', message: expect.stringContaining('SOCKS is not supported') as string };
  await expect(sentInBun('socks5://127.0.0.1:9')).rejects.toMatchObject(invalid);
  vi.stubEnv('http_proxy', 'socks5://127.0.0.1:9');
  await expect(sentInBun({ fromEnv: true })).rejects.toMatchObject(invalid);
});

test('Bun rejects UndiciTransport', () => {
  const error = thrownBy(() => new bun.UndiciTransport());
  expect(error).toMatchObject({
    code: 'config_invalid',
    message: expect.stringContaining('Use FetchTransport') as string,
  });
});
