import { expect, test } from 'vitest';
import { mergeDefined, withoutUndefined } from './merge-defined.js';

test('leaves out what is undefined, and nothing else', () => {
  const fields = { a: 1, b: undefined, c: null, d: false, e: '', f: 0 };
  expect(Object.keys(withoutUndefined(fields))).toEqual(['a', 'c', 'd', 'e', 'f']);
});

test('keeps a field that is named as the prototype', () => {
  const fields = JSON.parse('{"__proto__":{"a":1},"b":2}') as object;
  expect(JSON.stringify(withoutUndefined(fields))).toBe('{"__proto__":{"a":1},"b":2}');
});

test('merges later fields over earlier ones in place, and removes what a later source unsets', () => {
  const fields = mergeDefined({ a: 1, b: 2, c: undefined }, undefined, { b: 3, c: 4, d: undefined }, { a: undefined });
  expect(JSON.stringify(fields)).toBe('{"b":3,"c":4}');
});

test('takes a field that is named as the prototype out again', () => {
  expect(JSON.stringify(mergeDefined(JSON.parse('{"__proto__":1,"a":2}'), { ['__proto__']: undefined }))).toBe(
    '{"a":2}',
  );
});
