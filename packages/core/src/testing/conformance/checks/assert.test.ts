import { expect, test } from 'vitest';
import { LmError } from '../../../errors/lm-error.js';
import { difference, equal, matches, shown } from './assert.js';

test.each<[actual: unknown, expected: unknown, where: string | undefined]>([
  [1, 1, undefined],
  [Number.NaN, Number.NaN, undefined],
  [1, 2, 'the value'],
  [{ a: { b: 1 } }, { a: { b: 2 } }, 'a.b'],
  [{ a: 1, more: 2 }, { a: 1 }, undefined],
  [{ a: 1 }, { a: 1, b: undefined }, undefined],
  [{ a: 1, b: 0 }, { b: undefined }, 'b'],
  [[1, 2], [1], 'length'],
  [{ a: [{ b: 1 }] }, { a: [{ b: 2 }] }, 'a.0.b'],
  [[], {}, 'the value'],
  [null, {}, 'the value'],
  [new Date(1), new Date(1), undefined],
  [new Date(1), new Date(2), 'the value'],
])('difference() of %j and the expected %j is %s', (actual, expected, where) => {
  expect(difference(actual, expected)).toBe(where);
});

test('matches() ignores other keys and equal() does not, and both name the path that differs', () => {
  expect(() => matches({ a: 1, b: 2 }, { a: 1 }, 'It')).not.toThrow();
  expect(() => equal({ a: 1, b: 2 }, { a: 1 }, 'It')).toThrow('It: b must be undefined; received 2.');
  expect(() => matches({ a: 1 }, { a: 2 }, 'It')).toThrow('It: a must be 2; received 1.');
  expect(() => equal(1, 2, 'It', 'Fix it.')).toThrow('It: the value must be 2; received 1. Fix it.');
});

test('shown() shortens long values and shows the code and message of errors', () => {
  expect(shown('x'.repeat(1000))).toHaveLength(401);
  expect(shown(undefined)).toBe('undefined');
  expect(shown(new LmError('aborted', 'The caller aborted.'))).toBe('LmError (aborted): The caller aborted.');
});
