import { expect, test } from 'vitest';
import { isEqualJson } from './is-equal-json.js';

test.each<[string, unknown, unknown, boolean]>([
  ['equal scalars', 1, 1, true],
  ['a number and its text', 1, '1', false],
  ['objects with another order of keys', { a: 1, b: [2] }, { b: [2], a: 1 }, true],
  ['objects with another key', { a: 1 }, { b: 1 }, false],
  ['an inherited key', { toString: 1 }, {}, false],
  ['a key with undefined', { a: undefined }, { b: undefined }, false],
  ['lists of another length', [1], [1, 2], false],
  ['lists in another order', [1, 2], [2, 1], false],
  ['a list and an object', [], {}, false],
  ['null and an object', null, {}, false],
])('compares %s', (_what, one, other, expected) => {
  expect(isEqualJson(one, other)).toBe(expected);
  expect(isEqualJson(other, one)).toBe(expected);
});

test('does not exhaust the stack', () => {
  const deep = (): unknown => JSON.parse('['.repeat(5000) + ']'.repeat(5000));
  expect(isEqualJson(deep(), deep())).toBe(false);
});
