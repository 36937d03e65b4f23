import { expect, test } from 'vitest';
import { withoutUndefined } from './without-undefined.js';

test('leaves out what is undefined, and nothing else', () => {
  const fields = { a: 1, b: undefined, c: null, d: false, e: '', f: 0 };
  expect(Object.keys(withoutUndefined(fields))).toEqual(['a', 'c', 'd', 'e', 'f']);
});

test('keeps a field that is named as the prototype', () => {
  const fields = JSON.parse('{"__proto__":{"a":1},"b":2}') as object;
  expect(JSON.stringify(withoutUndefined(fields))).toBe('{"__proto__":{"a":1},"b":2}');
});
