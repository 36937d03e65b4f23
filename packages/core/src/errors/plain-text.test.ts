import { describe, expect, test } from 'vitest';
import { LmError } from './lm-error.js';
import { plainText } from './plain-text.js';

describe('plainText', () => {
  test.each([
    [
      'line breaks',
      'one\r\ntwo\n\nthree\u2028four\u2029five\u0085six\vseven\ttab',
      'one two three four five six seven tab',
    ],
    ['colors', '\u001B[31m red \u001B[0m \u009B1;32m green', ' red   green'],
    ['a link of a terminal', '\u001B]8;;http://host\u0007text\u001B]8;;\u0007', ']8;;http://hosttext]8;;'],
    ['control characters', 'a\0b\bc\u007Fd\u0090e', 'abcde'],
    ['writing directions', 'a\u202Eb\u2066c\u200Fd\u061Ce', 'abcde'],
    ['invisible characters', 's\u200Bk\u200D-\u2060a\uFEFFb\u00ADc\u{E0041}\uFE0F', 'sk-abc'],
    ['halves of surrogate pairs', 'a\uD800b\uDC00c', 'abc'],
  ])('removes %s', (_name, text, plain) => {
    expect(plainText(text)).toBe(plain);
  });

  test.each(['', '5 µm – “quoted” 日本語 🙂', 'a  b'])('does not change %j', (text) => {
    expect(plainText(text)).toBe(text);
  });

  test('applies to the message of every error', () => {
    expect(new LmError('server_error', 'first\nsecond \u001B[2J\u202Ethird').message).toBe('first second third');
  });

  test.each(['\u001B[', '\u001B[0000000', '\n', '\u200B', '\uD800', 'a\n'])('is linear on repeated %j', (piece) => {
    expect(plainText(piece.repeat(100_000)).length).toBeLessThanOrEqual(piece.length * 100_000);
  });
});
