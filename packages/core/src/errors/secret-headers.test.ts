import { describe, expect, test } from 'vitest';
import { secretValues } from './secret-headers.js';

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

  test('omits values that are too short to be secrets', () => {
    expect(secretValues({ 'x-flag': 'on' })).toEqual([]);
  });
});
