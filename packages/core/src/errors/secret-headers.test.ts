import { describe, expect, test } from 'vitest';
import { requestSecrets, secretValues } from './secret-headers.js';

describe('secretValues', () => {
  test('returns each value and the credential within it', () => {
    expect(secretValues({ accept: 'application/json', authorization: 'Bearer abcdef', 'x-api-key': 'ghijkl' })).toEqual(
      ['Bearer abcdef', 'abcdef', 'ghijkl'],
    );
  });

  test('returns the decoded credentials of Basic', () => {
    const encoded = Buffer.from('user:pässword').toString('base64');
    expect(secretValues({ authorization: `Basic ${encoded}` })).toEqual([
      `Basic ${encoded}`,
      encoded,
      'user:pässword',
      'pässword',
    ]);
    expect(secretValues({ authorization: 'Basic %%%%' })).toEqual(['Basic %%%%', '%%%%']);
  });

  test.each([
    'lm-studio',
    'ollama',
    'EMPTY',
    'none',
    'not-needed',
    'sk-no-key-required',
    'no-key',
    'x',
    'test',
    'dummy',
  ])('omits %s, which documentation recommends for servers without a key', (value) => {
    expect(secretValues({ authorization: `Bearer ${value}`, 'x-api-key': value })).toEqual([]);
  });

  test('returns the parts of a header with several credentials', () => {
    expect(secretValues({ cookie: 'theme=dark; session=abcdef123456' })).toContain('abcdef123456');
    expect(secretValues({ authorization: 'AWS4-HMAC-SHA256 Credential=ID12345678/eu, Signature=0a1b2c3d4e' })).toEqual(
      expect.arrayContaining(['ID12345678/eu', '0a1b2c3d4e']),
    );
  });

  test('omits values that are too short to be secrets', () => {
    expect(secretValues({ 'x-flag': 'on' })).toEqual([]);
  });
});

describe('requestSecrets', () => {
  test.each([
    ['origin', 'http://127.0.0.1:9', []],
    ['referer', 'http://127.0.0.1:9/page-1', [':9/page-1']],
    ['x-forwarded-for', '127.0.0.1', []],
    ['x-forwarded-for', '10.20.30.40, 127.0.0.1', ['10.20.30.40, ']],
    ['x-other', '127.0.0.12', ['127.0.0.12']],
    ['x-other', 'my-127.0.0.1', ['my-127.0.0.1']],
    ['x-api-key', '127.0.0.1', ['127.0.0.1']],
  ])('omits the host of the server in %s: %s', (name, value, secrets) => {
    expect(requestSecrets('http://127.0.0.1:9/v1', { [name]: value }).filter((secret) => secret !== 'http://')).toEqual(
      secrets,
    );
  });

  test.each([
    ['https://host/v1', []],
    ['https://host/v1?code=abc%2F1&api-version=2024-02-01', ['abc%2F1', '2024-02-01']],
    ['https://host/v1?abcdef#ghijkl', ['abcdef', 'ghijkl']],
    ['https://host/v1?model=qwen3-4b&code=abcdef', ['abcdef']],
    ['https://host/v1?sig=a+bcd&v=1', ['a+bcd', 'a bcd']],
  ])('returns the values in the query of %s', (url, secrets) => {
    expect(requestSecrets(url, {})).toEqual(secrets);
    expect(requestSecrets(url, { 'x-api-key': 'the-key' })).toEqual(['the-key', ...secrets]);
  });
});
