import { expect, test } from 'vitest';
import { mergeDefined, withoutUndefined } from './merge-defined.js';

test('omits undefined fields and nothing else', () => {
  const fields = { a: 1, b: undefined, c: null, d: false, e: '', f: 0 };
  expect(Object.keys(withoutUndefined(fields))).toEqual(['a', 'c', 'd', 'e', 'f']);
});

test('keeps a field named __proto__', () => {
  const fields = JSON.parse('{"__proto__":{"a":1},"b":2}') as object;
  expect(JSON.stringify(withoutUndefined(fields))).toBe('{"__proto__":{"a":1},"b":2}');
});

test('merges later fields over earlier ones and removes fields that a later object sets to undefined', () => {
  const fields = mergeDefined({ a: 1, b: 2, c: undefined }, undefined, { b: 3, c: 4, d: undefined }, { a: undefined });
  expect(JSON.stringify(fields)).toBe('{"b":3,"c":4}');
});

test('removes a field named __proto__', () => {
  expect(JSON.stringify(mergeDefined(JSON.parse('{"__proto__":1,"a":2}'), { ['__proto__']: undefined }))).toBe(
    '{"a":2}',
  );
});
