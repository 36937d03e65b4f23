import { describe, expect, test } from 'vitest';
import { secretValues } from './secret-headers.js';

describe('secretValues', () => {
  test('gives every value with the credential within it', () => {
    expect(secretValues({ accept: 'application/json', authorization: 'Bearer abcdef', 'x-api-key': 'ghijkl' })).toEqual(
      ['Bearer abcdef', 'abcdef', 'ghijkl', 'ghijkl'],
    );
  });

  test('gives what Basic hides', () => {
    const encoded = Buffer.from('user:pässword').toString('base64');
    expect(secretValues({ authorization: `Basic ${encoded}` })).toEqual([
      `Basic ${encoded}`,
      encoded,
      'user:pässword',
      'pässword',
    ]);
    expect(secretValues({ authorization: 'Basic %%%%' })).toEqual(['Basic %%%%', '%%%%']);
  });

  test('gives no values that are too short to be secrets', () => {
    expect(secretValues({ 'x-flag': 'on' })).toEqual([]);
  });
});
