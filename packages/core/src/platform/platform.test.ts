import { thrownBy } from '@lmux/test-support';
import { afterEach, expect, test } from 'vitest';
import { FetchTransport } from '../transport/fetch-transport.js';
import type { Transport } from '../transport/transport.js';
import { UndiciTransport } from '../transport/undici-transport.js';
import * as node from './node.js';
import * as web from './web.js';

const opened: Transport[] = [];
afterEach(async () => {
  for (const transport of opened.splice(0)) await transport.close();
});

test('both platforms export the same names', () => {
  expect(Object.keys(web).toSorted()).toEqual(Object.keys(node).toSorted());
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
