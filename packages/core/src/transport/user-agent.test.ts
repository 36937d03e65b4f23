import { afterEach, expect, test, vi } from 'vitest';
import { USER_AGENT, withUserAgent } from './user-agent.js';

afterEach(() => {
  vi.unstubAllGlobals();
});

const NOT_NODE = { process: undefined, navigator: undefined };
const PAGE = { document: {}, navigator: { userAgent: 'Mozilla/5.0' } };

test.each<[string, object, string | undefined]>([
  ['Node, Deno and Bun', {}, USER_AGENT],
  ['Workers', { ...NOT_NODE, navigator: { userAgent: 'Cloudflare-Workers' } }, USER_AGENT],
  ["Vercel's edge runtime", { ...NOT_NODE, EdgeRuntime: 'vercel' }, USER_AGENT],
  ['a page', { ...NOT_NODE, ...PAGE }, undefined],
  ['a page of Electron', PAGE, undefined],
  ['a worker of a browser', { ...NOT_NODE, navigator: PAGE.navigator }, undefined],
  ['React Native', { ...NOT_NODE, process: { env: {} }, navigator: { product: 'ReactNative' } }, undefined],
  ['an unknown runtime', NOT_NODE, undefined],
])('the user-agent of %s', (_runtime, globals, expected) => {
  for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value);
  expect(withUserAgent({ accept: 'a' })).toEqual({ accept: 'a', ...(expected && { 'user-agent': expected }) });
  expect(withUserAgent({ 'user-agent': 'mine/1' })).toEqual({ 'user-agent': 'mine/1' });
});
