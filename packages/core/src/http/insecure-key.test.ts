import { expect, test } from 'vitest';
import { parseBaseUrl } from './base-url.js';
import { hasKeyHeader, insecureServerOf, type KeySettings } from './insecure-key.js';

const of = (url: string, settings: KeySettings = { apiToken: 'k' }) => insecureServerOf(parseBaseUrl(url), settings);

// Spellings that the URL parser normalizes are in the table too.
test.each([
  'https://example.com',
  'http://localhost:1234',
  'http://LOCALHOST.',
  'http://api.localhost',
  'http://127.0.0.1',
  'http://127.1',
  'http://2130706433',
  'http://0x7f.0.0.1',
  'http://0177.0.0.1',
  'http://127.0.0.1.',
  'http://%31%32%37.0.0.1',
  'http://0.0.0.0:1234',
  'http://10.1.2.3',
  'http://172.16.0.1',
  'http://172.31.255.255',
  'http://192.168.1.1/v1',
  'http://169.254.1.1',
  'http://100.64.0.1',
  'http://100.127.255.255',
  'http://[::1]:1234',
  'http://[::]',
  'http://[0:0:0:0:0:0:0:1]',
  'http://[fc00::1]',
  'http://[fdff:ffff::1]',
  'http://[fe80::1]',
  'http://[febf::1]',
  'http://[::ffff:10.0.0.1]',
  'http://[::ffff:7f00:1]',
  'http://[::ffff:192.168.0.1]',
  'http://box',
  'http://box.local',
  'http://BOX.LAN',
  'http://box.lan.',
  'http://box.home',
  'http://box.home.arpa',
  'http://a.b.internal',
  'http://host.docker.internal:11434',
  'http://box.tail1234.ts.net',
  'http://server.test',
  'http://vllm.models.svc:8000',
  'http://vllm.models.svc.cluster.local',
  'http://box.localdomain',
  'http://box.intranet',
  'http://box.private',
])('does not warn of %s', (url) => expect(of(url)).toBeUndefined());

test.each([
  'http://example.com',
  'HTTP://EXAMPLE.COM',
  'http:example.com',
  'http://8.8.8.8',
  'http://134744072',
  'http://9.255.255.255',
  'http://11.0.0.1',
  'http://172.15.0.1',
  'http://172.32.0.1',
  'http://192.169.0.1',
  'http://100.63.0.1',
  'http://100.128.0.1',
  'http://169.253.0.1',
  'http://[2001:db8::1]',
  'http://[fc::1]',
  'http://[fd::1]',
  'http://[fe80:1::1]'.replace('fe80', 'fec0'),
  'http://[::ffff:8.8.8.8]',
  'http://[::2]',
  'http://[64:ff9b::a00:1]',
  'http://[1::ffff:a00:1]',
  'http://10.0.0.1.evil.com',
  'http://localhost.evil.com',
  'http://127.0.0.1@evil.com',
  'http://localhost@evil.com',
  'http://box.local.evil.com',
  'http://evillocal.com',
  'http://notlocalhost.co',
  'http://xts.net',
  'http://svc.evil.com',
  'http://evilsvc.com',
  'http://ts.net.evil.com',
  'http://evil.com#localhost',
  'http://evil.com\\@localhost',
])('warns of %s', (url) => expect(of(url)?.hasKey).toBe(true));

test.each<[what: string, url: string, settings: KeySettings, hasKey: boolean]>([
  ['no key', 'http://a.com', {}, false],
  ['an empty token', 'http://a.com', { apiToken: '' }, false],
  ['a placeholder', 'http://a.com', { apiToken: 'EMPTY' }, false],
  ['a placeholder of LM Studio', 'http://a.com', { apiToken: 'lm-studio' }, false],
  ['an empty header', 'http://a.com', { headers: { authorization: '' } }, false],
  ['a header with a placeholder', 'http://a.com', { headers: { authorization: 'Bearer none' } }, false],
  ['a scheme without a key', 'http://a.com', { headers: { authorization: 'Bearer ' } }, false],
  ['an empty key in the query', 'http://a.com/?key=', {}, false],
  ['a function', 'http://a.com', { apiToken: () => undefined }, true],
  ['a user', 'http://user@a.com', {}, true],
  ['a password', 'http://:pw@a.com', {}, true],
  ['a key in the query', 'http://a.com/?code=1', {}, true],
  ['a key in the query with a prefix', 'http://a.com/?x=1&Subscription-Key=1', {}, true],
  ['another query', 'http://a.com/?api-version=1', {}, false],
  ['a header with a key', 'http://a.com', { headers: { 'X-Api-Key': '1' } }, true],
  ['another header', 'http://a.com', { headers: { 'x-max-tokens': '1', accept: 'x' } }, false],
])('recognizes %s', (_what, url, settings, hasKey) => expect(of(url, settings)?.hasKey).toBe(hasKey));

test('never warns if it is allowed', () => {
  expect(of('http://a.com', { apiToken: 'k', allowInsecureKey: true })).toBeUndefined();
});

test('shows the host without credentials', () => {
  expect(of('http://me:secret@a.com:8080/p?code=secret')?.warning).toEqual({
    code: 'insecure_key',
    message:
      'The API key was sent to a.com:8080 over plain http, which is not encrypted. Use an https URL, or set "allowInsecureKey" to true.',
  });
});

test.each([
  'authorization',
  'Proxy-Authorization',
  'api-key',
  'x-goog-api-key',
  'cookie',
  'x-auth-token',
  'cf-access-client-secret',
])('the header %s may contain a key', (name) => expect(hasKeyHeader({ [name]: '1' })).toBe(true));
