import { describe, expect, test } from 'vitest';
import { mergeHeaders, withoutCredentials } from './request-headers.js';

describe('mergeHeaders', () => {
  test('overrides earlier headers with later ones, ignoring case', () => {
    expect(
      mergeHeaders({ Accept: 'a', 'x-one': '1' }, undefined, { accept: 'b', 'x-two': undefined }, { ACCEPT: 'c' }),
    ).toEqual({ accept: 'c', 'x-one': '1' });
  });

  test.each(['canary\r\nx-evil: 1', 'canary\n', 'canary\0', 'canary\u007F', 'canary €'])(
    'rejects the value %j without showing it',
    (value) => {
      expect(() => mergeHeaders({ 'x-key': value })).toThrow(/^The value of header "x-key" contains a character/);
      expect(() => mergeHeaders({ 'x-key': value })).not.toThrow(/canary/);
    },
  );

  test.each(['', 'x key', 'x:key', 'x-key\r\n', 'schlüssel'])('rejects the name %j', (name) => {
    expect(() => mergeHeaders({ [name]: 'canary' })).toThrow(
      /^A header name in "headers" contains a character that HTTP does not allow/,
    );
  });

  test('rejects a reserved header with what to do instead', () => {
    expect(() => mergeHeaders({ Host: 'canary' })).toThrow(/^The header "Host" is reserved.*"baseUrl"/);
    expect(() => mergeHeaders({ 'proxy-authorization': 'canary' })).toThrow(/proxy in its URL/);
  });

  test('ignores headers of the prototype', () => {
    const headers = Object.create({ 'x-a': '1' }) as Record<string, string>;
    headers['x-b'] = '2';
    expect(mergeHeaders(headers)).toEqual({ 'x-b': '2' });
  });

  test('accepts every character that HTTP allows', () => {
    expect(mergeHeaders({ 'x-key': '\tü ~' })).toEqual({ 'x-key': '\tü ~' });
  });
});

test('withoutCredentials keeps only headers that cannot contain a credential', () => {
  expect(
    withoutCredentials({
      accept: 'application/json',
      'content-type': 'application/json',
      authorization: 'Bearer abc',
      cookie: 'a=b',
      'api-key': 'abc',
      'x-api-key': 'abc',
      'ocp-apim-subscription-key': 'abc',
      'x-mine': 'abc',
    }),
  ).toEqual({ accept: 'application/json', 'content-type': 'application/json' });
});
