import { expect, test } from 'vitest';
import { JoinedObject } from './joined-object.js';

/** Returns the object that these pieces form. */
function join(...pieces: Record<string, unknown>[]): Record<string, unknown> {
  const joined = new JoinedObject();
  for (const piece of pieces) joined.add(piece);
  return joined.toJson();
}

test.each<[string, Record<string, unknown>[], Record<string, unknown>]>([
  ['nothing', [], {}],
  ['several keys', [{ a: 1 }, { b: 2 }], { a: 1, b: 2 }],
  ['objects', [{ a: { b: 1, c: 2 } }, { a: { c: 3, d: 4 } }], { a: { b: 1, c: 3, d: 4 } }],
  ['lists, of which the last counts', [{ a: [1] }, { a: [2, 3] }], { a: [2, 3] }],
  ['strings, of which the last counts', [{ a: 'x' }, { a: 'y' }], { a: 'y' }],
  [
    'blank values after others',
    [
      { a: 'x', b: 1, c: {} },
      { a: '', b: null, c: null },
    ],
    { a: 'x', b: 1, c: {} },
  ],
  [
    'false and 0 after others',
    [
      { a: true, b: 1 },
      { a: false, b: 0 },
    ],
    { a: false, b: 0 },
  ],
  ['only blank values', [{ a: null }, { a: '' }], { a: '' }],
  ['an object after another value', [{ a: 'x' }, { a: { b: 1 } }], { a: { b: 1 } }],
  ['another value after an object', [{ a: { b: 1 } }, { a: 'x' }], { a: 'x' }],
])('joins %s', (_, pieces, expected) => {
  expect(join(...pieces)).toEqual(expected);
});

test('joins many pieces in linear time', { timeout: 5000 }, () => {
  const pieces = Array.from({ length: 100_000 }, (_, index) => ({ a: { [`k${index}`]: index } }));
  expect(Object.keys(join(...pieces)['a'] as object)).toHaveLength(100_000);
});
