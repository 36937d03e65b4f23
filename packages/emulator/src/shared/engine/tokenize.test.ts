import { expect, test } from 'vitest';
import { countTokens, tokenize } from './tokenize.js';

test.each([
  '',
  ' ',
  'Hello, world!',
  '  two\n\nlines\t',
  'naïve café',
  '漢字とかな',
  '👩‍👩‍👧 ok',
  '{"a":[1,2]}',
  '\ud800x',
])('the tokens of %j add up to the original text', (text) => {
  expect(tokenize(text).join('')).toBe(text);
});

test('a token includes the space before it, and a long word has several tokens', () => {
  expect(tokenize('Hello, big world')).toEqual(['Hello', ',', ' big', ' world']);
  expect(countTokens('x'.repeat(120))).toBe(10);
});
