import { thrownBy } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { isLmError } from '../errors/guards.js';
import { parseBaseUrl } from './base-url.js';

test.each([
  ['http://localhost:1234', 'http://localhost:1234', '', ''],
  ['http://localhost:1234/', 'http://localhost:1234', '', ''],
  ['http://localhost:1234/v1//', 'http://localhost:1234', '/v1', ''],
  ['https://host/v1beta/openai/', 'https://host', '/v1beta/openai', ''],
  ['https://host/openai?api-version=2024-10-21', 'https://host', '/openai', '?api-version=2024-10-21'],
  ['https://host/v1#fragment', 'https://host', '/v1', ''],
  ['HTTP://LocalHost:80/v1', 'http://localhost', '/v1', ''],
  ['http://[::1]:1234/v1', 'http://[::1]:1234', '/v1', ''],
])('parses %s', (baseUrl, origin, path, query) => {
  expect(parseBaseUrl(baseUrl)).toEqual({ origin, path, query, authorization: undefined });
});

describe('user and password', () => {
  test.each([
    ['http://user:pass@host', 'user:pass'],
    ['http://user@host', 'user:'],
    ['http://:pass@host', ':pass'],
    ['http://us%40er:p%C3%A4ss@host', 'us@er:päss'],
    ['http://user:100%@host', 'user:100%'],
  ])('of %s become a header', (baseUrl, credentials) => {
    const { origin, path, authorization } = parseBaseUrl(baseUrl);
    expect([origin, path]).toEqual(['http://host', '']);
    expect(authorization).toBe(`Basic ${Buffer.from(credentials).toString('base64')}`);
  });
});

describe('a URL that is not an http URL', () => {
  test.each(['', 'localhost', '//host', 'ftp://host', 'file:///etc/passwd', 'http://', 'http://ho st'])(
    'is rejected with an example of a valid URL: "%s"',
    (baseUrl) => {
      expect(() => parseBaseUrl(baseUrl)).toThrow(
        /^"baseUrl" must be an http or https URL such as http:\/\/localhost:1234; received ".*"( with the scheme ".*")?\.$/,
      );
    },
  );

  test.each(['localhost:1234', '127.0.0.1:1234/v1', 'api.example.com:443'])(
    'is rejected with a suggestion if only the scheme is missing: "%s"',
    (address) => {
      expect(() => parseBaseUrl(address)).toThrow(
        `"baseUrl" must be an http or https URL such as http://localhost:1234; received "${address}". Did you mean "http://${address}"?`,
      );
    },
  );

  test('is shown without its password in the error', () => {
    const error = thrownBy(() => parseBaseUrl('http://user:canary/word@host'));
    expect(isLmError(error, 'config_invalid')).toBe(true);
    expect(String(error)).toContain('@host');
    expect(String(error)).not.toContain('canary');
  });
});
