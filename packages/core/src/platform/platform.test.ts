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
});

test.each([
  ['web', web],
  ['bun', bun],
])('platform %s exports the same names as Node', (_name, platform) => {
  expect(Object.keys(platform).toSorted()).toEqual(Object.keys(node).toSorted());
});

test.each([undefined, 'http://127.0.0.1:9', { url: 'http://127.0.0.1:9' }, { fromEnv: true } as const])(
  'Node uses undici, with proxy %j',
  (proxy) => {
    const transport = node.createDefaultTransport({ proxy, clock: undefined });
    opened.push(transport);
    expect(transport).toBeInstanceOf(UndiciTransport);
  },
);

test.each([
  ['other runtimes', web],
  ['Bun', bun],
])('%s use fetch and reject UndiciTransport', (_name, platform) => {
  const transport = platform.createDefaultTransport({ proxy: undefined, clock: undefined });
  opened.push(transport);
  expect(transport).toBeInstanceOf(FetchTransport);
  expect(thrownBy(() => new platform.UndiciTransport())).toMatchObject({ code: 'config_invalid' });
});

// Bun's own defaults are the proxy of the environment, and 300 s until an idle response ends.
test.each([
  [undefined, false],
  ['http://127.0.0.1:9', { url: 'http://127.0.0.1:9', respectNoProxy: false }],
  [{ url: 'http://127.0.0.1:9' }, { url: 'http://127.0.0.1:9', respectNoProxy: false }],
  [{ fromEnv: true } as const, undefined],
])('Bun passes proxy %j to fetch, and disables the timeout of fetch', async (proxy, expected) => {
  const sent = vi.spyOn(globalThis, 'fetch').mockImplementation(() => Promise.resolve(new Response('{}')));
  const transport = bun.createDefaultTransport({ proxy, clock: undefined });
  opened.push(transport);
  await transport.send(get('http://server/'));
  expect(sent).toHaveBeenCalledWith('http://server/', expect.objectContaining({ proxy: expected, timeout: false }));
  sent.mockRestore();
});

test('Bun rejects a proxy of the environment that is not supported', () => {
  vi.stubEnv('http_proxy', 'socks5://user:pass@host');
  const create = (): Transport => bun.createDefaultTransport({ proxy: { fromEnv: true }, clock: undefined });
  expect(thrownBy(create)).toMatchObject({ code: 'config_invalid', message: expect.not.stringContaining('pass') });
  vi.unstubAllEnvs();
});

test('Bun rejects a proxy that is not supported', () => {
  const create = (): Transport => bun.createDefaultTransport({ proxy: 'socks5://user:pass@host', clock: undefined });
  expect(thrownBy(create)).toMatchObject({ code: 'config_invalid', message: expect.not.stringContaining('pass') });
});

test('other runtimes reject a proxy', () => {
  const proxied = thrownBy(() => web.createDefaultTransport({ proxy: 'http://127.0.0.1:9', clock: undefined }));
  expect(proxied).toMatchObject({ code: 'config_invalid', message: expect.stringContaining('proxy') });
});
