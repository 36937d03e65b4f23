import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { findValues } from './find-values.js';

const FENCE = '```';

describe('the values of a text', () => {
  test.each<[name: string, text: string, values: unknown[]]>([
    ['an object', '{"a":1}', [{ a: 1 }]],
    ['an array with white space', ' \n[1, 2]\n', [[1, 2]]],
    ['a string', '"a"', ['a']],
    ['null', 'null', [null]],
    ['a number', '-1.5e3', [-1500]],
    ['nothing', '', []],
    ['a sentence', 'I cannot do that.', []],
    ['a code fence', `${FENCE}json\n{"a":1}\n${FENCE}`, [{ a: 1 }]],
    ['an open code fence', `${FENCE}json\n{"a":1}`, [{ a: 1 }]],
    ['sentences around', 'Sure! Here it is: {"a":"}"} Anything else?', [{ a: '}' }]],
    ['a quotation before', 'As you said: "use {this}": {"a":1}', [{ a: 1 }]],
    ['a single quotation mark before', 'A 5" screen: {"a":1}', [{ a: 1 }]],
    ['an apostrophe before', 'Here\'s it: {"a":1}', [{ a: 1 }]],
    ['an array with a sentence before', 'The list: [true, null]', [[true, null]]],
    ['tags around', '<json>{"a":[1]}</json>', [{ a: [1] }]],
    ['white space after the brackets', 'It is {\n\n "a" : [ \n1 ] }.', [{ a: [1] }]],
    ['an empty object and array', 'Either { } or [ ].', [{}, []]],
    ['escapes', String.raw`Text {"a":"\"}\\"} text`, [{ a: '"}\\' }]],
    ['a template with double braces', '{{"a":1}}', [{ a: 1 }]],
    ['a draft before the object', 'First {"a":1}, no, rather {"a":2}.', [{ a: 1 }, { a: 2 }]],
    ['a draft with an ellipsis', 'A draft: {"a": ..., "b": [1]}. The object: {"a":2}', [{ a: 2 }]],
    ['JSON lines', '{"a":1}\n{"a":2}\n', [{ a: 1 }, { a: 2 }]],
    ['a key that is a prototype', 'x {"__proto__":{"a":1}}', [JSON.parse('{"__proto__":{"a":1}}')]],
    ['a placeholder', 'Dear {name}, see [the guide](url): {"a":1}', [{ a: 1 }]],
    ['a smile', 'Gladly {smile} :{ {"a":1} :[', [{ a: 1 }]],
    ['a citation', 'As in [1]: {"a":1}', [[1], { a: 1 }]],
    ['an escaped bracket', String.raw`\{"x" {"a":1}`, [{ a: 1 }]],
  ])('%s', (_name, text, values) => {
    expect(findValues(text)).toEqual(values);
  });
});

describe('no part of a value is taken for it', () => {
  const whole = JSON.stringify({ a: { b: [{ c: 'x' }] }, list: [[1], { d: 2 }], e: '{"f":1}' });

  test('of any beginning of JSON', () => {
    const found = Array.from(whole, (_char, end) => findValues(whole.slice(0, end)));
    expect(found.flat()).toEqual([]);
    expect(findValues(whole)).toHaveLength(1);
  });

  test('of any beginning of JSON after a sentence', () => {
    const found = Array.from(whole, (_char, end) => findValues(`Here: ${whole.slice(0, end)}`));
    expect(found.flat()).toEqual([]);
    expect(findValues(`Here: ${whole}`)).toHaveLength(1);
  });

  test.each<[name: string, text: string]>([
    ['a trailing comma', '{"a":{"b":1},}'],
    ['an unquoted key', '{"a":1, b:{"c":1}}'],
    ['undefined', '{"a":undefined, "b":{"c":1}}'],
    ['a comment', '{"a":1, // one\n"b":[1]}'],
    ['a quotation mark in a string', '{"a":"x "y" z", "b":{"c":1}}'],
    ['a line break in a string', '{"a":"x\ny", "b":[1]}'],
    ['the wrong bracket', '{"a":[1}, {"b":1}]'],
    ['a truncated draft in quotation marks', '{"a":"x... No: {"a":[1]}'],
    ['a missing comma', '[{"a":1} {"a":2}]'],
  ])('of JSON with %s', (_name, text) => {
    expect(findValues(text)).toEqual([]);
    expect(findValues(`Here: ${text}`)).toEqual([]);
  });
});

test('what follows invalid JSON is found', () => {
  expect(findValues('{"a":{"b":1},} {"a":1}')).toEqual([{ a: 1 }]);
});

test('a value may be deeper than the parser of partial JSON permits', () => {
  const deep = `${'['.repeat(1000)}1${']'.repeat(1000)}`;
  expect(JSON.stringify(findValues(`x ${deep}`))).toBe(`[${deep}]`);
});

describe('a hostile text is read once', () => {
  test.each([
    '{',
    '[',
    '["',
    '{"',
    '{"a":',
    '[{"a":[',
    '{"a":{"b',
    '{x} ',
    '{"x} ',
    '[1',
    '[1,] ',
    '{ ',
    '\\"',
    '"{',
    ']',
  ])('of 1 MB of %s', (piece) => {
    const parse = vi.spyOn(JSON, 'parse');
    onTestFinished(() => parse.mockRestore());
    const text = `x${piece.repeat(1_000_000 / piece.length)}`;
    expect(findValues(text)).toEqual([]);
    // The whole text, and each of its parts.
    const read = parse.mock.calls.reduce((sum, [{ length }]) => sum + length, 0);
    expect(read).toBeLessThanOrEqual(2 * text.length);
  });

  test('also if it is of many values', () => {
    expect(findValues('[1] '.repeat(100_000))).toHaveLength(100_000);
  });
});
