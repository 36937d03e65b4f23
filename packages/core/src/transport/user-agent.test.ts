import { afterEach, expect, test, vi } from 'vitest';
import { USER_AGENT, userAgentOfFetch } from './user-agent.js';

afterEach(() => {
  vi.unstubAllGlobals();
});

test.each([
  ['Node', { userAgent: 'Node.js/24' }, USER_AGENT],
  ['Deno', { userAgent: 'Deno/2.6.1' }, USER_AGENT],
  ['Bun', { userAgent: 'Bun/1.3.0' }, USER_AGENT],
  ['Workers', { userAgent: 'Cloudflare-Workers' }, USER_AGENT],
  ['a browser', { userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36' }, undefined],
  ['a browser that names Node later', { userAgent: 'Mozilla/5.0 Electron/37 Node.js/22' }, undefined],
  ['React Native', { product: 'ReactNative' }, undefined],
  ['an unknown runtime', undefined, undefined],
])('fetch of %s', (_runtime, navigator, expected) => {
  vi.stubGlobal('navigator', navigator);
  expect(userAgentOfFetch()).toBe(expected);
});

test("fetch of Vercel's edge runtime, which has no navigator", () => {
  vi.stubGlobal('navigator', undefined);
  vi.stubGlobal('EdgeRuntime', 'vercel');
  expect(userAgentOfFetch()).toBe(USER_AGENT);
});
