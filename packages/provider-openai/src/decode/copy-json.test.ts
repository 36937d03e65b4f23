import { expect, test } from 'vitest';
import { copyJson, copyWith } from './copy-json.js';

test.each([1, 'a', null, [], {}, [1, [2, { a: [] }]], { a: { b: [{ c: 1 }] }, d: null }])('copies %j', (json) => {
  expect(copyJson(json)).toEqual(json);
});

test('shares nothing with the original', () => {
  const original = { list: [{ inner: { value: 1 } }] };
  const copy = copyJson(original) as typeof original;
  const [item] = copy.list;
  if (item !== undefined) item.inner.value = 2;
  copy.list.push({ inner: { value: 3 } });
  expect(original).toEqual({ list: [{ inner: { value: 1 } }] });
});

test('keeps a key that is the name of the prototype as an own property', () => {
  const copy = copyJson(JSON.parse('{"a":{"__proto__":{"b":1}}}')) as { a: object };
  expect(JSON.stringify(copy)).toBe('{"a":{"__proto__":{"b":1}}}');
  expect(Object.getPrototypeOf(copy.a)).toBe(Object.prototype);
});

test('copies JSON that is nested deeper than the stack', () => {
  const levels = 200_000;
  const json: unknown = JSON.parse(`${'['.repeat(levels)}1${']'.repeat(levels)}`);
  let inner = copyJson(json);
  let depth = 0;
  for (; Array.isArray(inner); depth += 1) inner = inner[0];
  expect([depth, inner]).toEqual([levels, 1]);
});

test('replaces the value at a path', () => {
  expect(copyWith({ a: [{ b: 1, c: 2 }] }, ['a', 0, 'b'], 3)).toEqual({ a: [{ b: 3, c: 2 }] });
});
