import { expect, test } from 'vitest';
import { findJsonMistake } from './find-json-mistake.js';

const RIGHT = [
  '{}',
  '[]',
  ' \t\r\n{"a" : [ 1, -0.5e+3 , true,false,null ] , "b":{"c":"d"}} \n',
  '"text with \\" \\\\ \\u00e9 \\n and é, 漢, 😀, \u007F"',
  '0',
  '{"a":{"a":1},"b":{"a":1}}',
];
test.each(RIGHT)('%s has none', (text) => {
  expect(findJsonMistake(text)).toBeUndefined();
  expect(() => void JSON.parse(text)).not.toThrow();
});

const WRONG: readonly [text: string, line: number, column: number, what: string][] = [
  ['', 1, 1, 'the text ends where JSON has a value'],
  ['{\n  "a": 1,\n  "b": 2', 3, 9, 'the text ends where JSON has a comma or "}"'],
  ['{\r\n  "a": 1\r\n  "b": 2\r\n}', 3, 3, 'where JSON has a comma or "}"'],
  ['{ "a": 1, }', 1, 11, 'a comma stands before "}"'],
  ['[1,\n]', 2, 1, 'a comma stands before "]"'],
  ['{\n  // local\n  "a": 1 }', 2, 3, 'there is a comment where JSON has a key in double quotes'],
  ['{ "a": /* b */ 1 }', 1, 8, 'there is a comment where JSON has a value'],
  ["{ 'a': 1 }", 1, 3, 'a key in double quotes'],
  ['{ a: 1 }', 1, 3, 'a key in double quotes'],
  ['{ "a" 1 }', 1, 7, 'a colon'],
  ['{ "a": "hunter2\n" }', 1, 8, 'a text does not end, or has a character that needs an escape'],
  ['{ "a": "C:\\x" }', 1, 8, 'a text does not end, or has a character that needs an escape'],
  ['{ "a": tru }', 1, 8, 'a value'],
  ['[01]', 1, 2, 'a value'],
  ['[1.]', 1, 2, 'a value'],
  ['[+1]', 1, 2, 'a value'],
  ['[NaN]', 1, 2, 'a value'],
  ['{} {}', 1, 4, 'nothing more'],
];
test.each(WRONG)('%j has one in line %i, column %i', (text, line, column, what) => {
  expect(findJsonMistake(text)).toMatchObject({ line, column, what: expect.stringContaining(what) });
  expect(findJsonMistake(text)?.what).not.toContain('hunter2');
  expect(() => void JSON.parse(text)).toThrow(SyntaxError);
});

test('a key that occurs twice is one, though JSON.parse takes the last', () => {
  const what = 'the same key stands twice in one object';
  expect(findJsonMistake('{\n "local": 1,\n "local": 2\n}')).toEqual({ line: 3, column: 2, what });
  expect(findJsonMistake('[{"a":1,"\\u0061":2}]')).toMatchObject({ column: 9, what });
});
