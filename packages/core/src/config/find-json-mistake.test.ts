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
test.each(RIGHT)('accepts %s', (text) => {
  expect(findJsonMistake(text)).toBeUndefined();
  expect(() => void JSON.parse(text)).not.toThrow();
});

const WRONG: readonly [text: string, line: number, column: number, what: string][] = [
  ['', 1, 1, 'expected a value, found the end of the text'],
  ['{\n  "a": 1,\n  "b": 2', 3, 9, 'expected a comma or "}", found the end of the text'],
  ['{\r\n  "a": 1\r\n  "b": 2\r\n}', 3, 3, 'expected a comma or "}", found a string'],
  ['{ "a": 1, }', 1, 11, 'trailing comma before "}"'],
  ['[1,\n]', 2, 1, 'trailing comma before "]"'],
  ['{\n  // local\n  "a": 1 }', 2, 3, 'expected a key in double quotes, found a comment'],
  ['{ "a": /* b */ 1 }', 1, 8, 'expected a value, found a comment'],
  ["{ 'a': 1 }", 1, 3, 'a key in double quotes'],
  ['{ a: 1 }', 1, 3, 'a key in double quotes'],
  ['{ "a" 1 }', 1, 7, 'a colon'],
  [
    '{ "a": "hunter2\n" }',
    1,
    8,
    'expected a value, found a string that is not closed or contains an unescaped character',
  ],
  ['{ "a": "C:\\x" }', 1, 8, 'expected a value, found a string that is not closed or contains an unescaped character'],
  ['{ "a": tru }', 1, 8, 'a value'],
  ['[01]', 1, 2, 'a value'],
  ['[1.]', 1, 2, 'a value'],
  ['[+1]', 1, 2, 'a value'],
  ['[NaN]', 1, 2, 'a value'],
  ['{} {}', 1, 4, 'expected the end of the text'],
];
test.each(WRONG)('finds the mistake of %j in line %i, column %i', (text, line, column, what) => {
  expect(findJsonMistake(text)).toMatchObject({ line, column, what: expect.stringContaining(what) });
  expect(findJsonMistake(text)?.what).not.toContain('hunter2');
  expect(() => void JSON.parse(text)).toThrow(SyntaxError);
});

test('finds a duplicate key, which JSON.parse accepts', () => {
  const what = 'duplicate key in an object';
  expect(findJsonMistake('{\n "local": 1,\n "local": 2\n}')).toEqual({ line: 3, column: 2, what });
  expect(findJsonMistake('[{"a":1,"\\u0061":2}]')).toMatchObject({ column: 9, what });
});
