import { describe, expect, test } from 'vitest';
import { cutText, displayUrl, maskSecrets } from './redact.js';

describe('maskSecrets', () => {
  test.each([
    'Malformed token: hunter2hun********',
    'Malformed "hunter2hun****" given',
    'Bad key (hunt****ter2)',
    'Your api key: ****ter2 is invalid',
    'Incorrect API key provided: hun***er2.',
    'The key hunt••••••••ter2',
  ])('hides the ends of a partly masked key: %s', (message) => {
    expect(maskSecrets(message)).not.toMatch(/hun|ter2/);
  });

  test.each([
    ['Incorrect API key provided: sk-proj-abc123.', 'Incorrect API key provided: ***'],
    ['sk-lm-abcd:EFGH is not valid', '*** is not valid'],
    ['the header was "Bearer abcd-1234"', 'the header was "***"'],
    ['key gsk_0123456789abcdef01 was used', 'key *** was used'],
    ['token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl expired', 'token *** expired'],
    ['GET http://user:pass@host/v1', 'GET http://***@host/v1'],
    ['GET http://user:p@ss@host/v1', 'GET http://***@host/v1'],
    ['GET http://host/v1?api-version=1&api_key=abc&x=1', 'GET http://host/v1?api-version=1&api_key=***&x=1'],
    ['?X-Amz-Signature=abc', '?X-Amz-Signature=***'],
    ['GET http://host/v1?next=/a&key=abc', 'GET http://host/v1?next=/a&key=***'],
    ['AKIA0123456789012345 cannot list the bucket', '*** cannot list the bucket'],
    ['Server=db;User Id=me;Password=hunter2;', 'Server=db;User Id=me;Password=***;'],
    ['OPENAI_API_KEY=abc is wrong, retry with api_key="def"', 'OPENAI_API_KEY=*** is wrong, retry with api_key="***"'],
    ['{"user":"me","apiKey": "abc","n":1}', '{"user":"me","apiKey": "***","n":1}'],
    ['{"authorization":"Basic 0123456789ab"}', '{"authorization":"***"}'],
    [String.raw`{"password":"two \"quoted\" words","n":1}`, '{"password":"***","n":1}'],
    ["connect({ apiKey: 'abc', port: 1 })", "connect({ apiKey: '***', port: 1 })"],
    ["secret='a b' failed", "secret='***' failed"],
    ['the password="a b', 'the password="***"'],
  ])('%s', (text, masked) => {
    expect(maskSecrets(text)).toBe(masked);
  });

  test.each([
    'The task-force met at the disk-space desk.',
    'mail a@b.example about http://host/path',
    'GET http://host/v1/models?mail=a@b.example',
    'sk- is where keys begin; a Bearer of news; eyJ is JSON',
    'code=404, "code":"not_found", key=color, max_tokens=5, a token: x',
    'password: Required',
    'see *this*, **this** and ***this***, or 2**3',
  ])('does not change: %s', (text) => {
    expect(maskSecrets(text)).toBe(text);
  });

  test('does not change text that is already masked', () => {
    expect(maskSecrets(`(${displayUrl('http://user:pass@host/v1?api_key=abc')})`)).toBe(
      '(http://***@host/v1?api_key=***)',
    );
  });

  test('masks the given secrets, the longest first', () => {
    expect(maskSecrets('a canary-value and a canary', ['canary', 'canary-value'])).toBe('a *** and a ***');
  });

  test('ignores given secrets of fewer than 3 characters', () => {
    expect(maskSecrets('a banana', ['a', 'an', ''])).toBe('a banana');
  });

  test.each([
    ['one long word', 'a'.repeat(65_536)],
    ['a query that never ends', `?${'key'.repeat(22_000)}`],
    ['many beginnings of a JWT', 'eyJ-'.repeat(16_384)],
    ['many bearer prefixes', 'Bearer '.repeat(9_000)],
    ['many URL schemes', 'http://'.repeat(9_000)],
    ['many names', 'a.'.repeat(32_768)],
    ['many values', 'token=a='.repeat(8_192)],
    ['many quotes', `token="token='`.repeat(4_096)],
  ])('is fast on %s', { timeout: 5000 }, (_name, text) => {
    expect(maskSecrets(text).length).toBeLessThanOrEqual(text.length);
  });
});

describe('displayUrl', () => {
  test.each([
    ['http://localhost:1234/v1', 'http://localhost:1234/v1'],
    ['https://user:pass@host/v1', 'https://***@host/v1'],
    ['https://user:p@ss@host/v1', 'https://***@host/v1'],
    ['https:user:pass@host', 'https:***@host'],
    ['https://host/v1?key=abc#fragment', 'https://host/v1?key=***'],
    ['https://host/v1?code=abc&api-version=2024-02-01&x=', 'https://host/v1?code=***&api-version=***&***'],
    ['https://host/v1?abcdef', 'https://host/v1?***'],
    ['https://host/v1?model=a%2Fb&from=9&code=c', 'https://host/v1?model=a%2Fb&from=9&code=***'],
    ['https://host/v1?model&my-model=abc', 'https://host/v1?***&my-model=***'],
    ['https://host/v1?model=sk-proj-abc123', 'https://host/v1?model=***'],
    ['https://host/v1?', 'https://host/v1?'],
    ['https://host/v1?a=b=c?d=e', 'https://host/v1?a=***'],
    ['https://host/mail@example', 'https://host/mail@example'],
  ])('%s', (url, shown) => {
    expect(displayUrl(url)).toBe(shown);
  });

  test.each(['http://user:pa/ss@host', 'http://user:pa#ss@host', 'user:pass@host:1234', 'ftp://user:pass@host'])(
    'shows no password of %s, which is not an http URL',
    (url) => {
      expect(displayUrl(url)).toMatch(/^\*\*\*@host/);
    },
  );
});

describe('cutText', () => {
  test('does not change a shorter text', () => {
    expect(cutText('abc', 4)).toBe('abc');
  });

  test('truncates a longer text to less than the length, with an ellipsis', () => {
    expect(cutText('abcdef', 4)).toBe('ab…');
    expect(cutText('x'.repeat(10_000))).toHaveLength(499);
  });

  test('does not cut a character in half', () => {
    expect(cutText('ab🙂def', 5)).toBe('ab…');
  });
});
