import { afterEach, expect, test, vi } from 'vitest';
import { UndiciTransport } from './undici-transport.js';

vi.mock('./undici-pool.js', () => {
  throw new TypeError("Cannot read properties of undefined (reading 'bind')");
});

afterEach(() => vi.unstubAllGlobals());

const failure = (): Promise<unknown> => {
  const { signal } = new AbortController();
  const request = { method: 'GET', url: 'http://server/', headers: {}, timeouts: { connect: 0 }, signal } as const;
  return new UndiciTransport().send(request).catch((error: unknown) => error);
};

test.each<[version: string | undefined, advice: string]>([
  ['18.20.8', 'on Node 18.20.8. It requires Node 22.19 or newer. Upgrade Node,'],
  ['20.20.2', 'on Node 20.20.2. It requires Node 22.19 or newer. Upgrade Node,'],
  ['22.18.0', 'on Node 22.18.0. It requires Node 22.19 or newer. Upgrade Node,'],
  ['22.19.0', 'loaded. Install the dependencies again,'],
  ['24.0.0', 'loaded. Install the dependencies again,'],
  [undefined, 'loaded. Install the dependencies again,'],
])('on Node %s, the error of undici names the version only if it is too old', async (node, advice) => {
  vi.stubGlobal('process', { versions: { node } });
  const error = await failure();
  vi.unstubAllGlobals();
  expect(error).toMatchObject({
    code: 'config_invalid',
    retryable: false,
    message: expect.stringContaining(advice),
  });
});
