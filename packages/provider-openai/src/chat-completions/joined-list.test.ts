import { expect, test } from 'vitest';
import { JoinedList } from './joined-list.js';

function join(lists: readonly (readonly unknown[])[], isIndexed = false) {
  const list = new JoinedList();
  return { news: lists.map((items) => list.add(items, isIndexed)), items: list.items };
}

test.each<[string, unknown[][], boolean, unknown[][], unknown[]]>([
  ['items in pieces', [['a'], ['b']], false, [['a'], ['b']], ['a', 'b']],
  ['all items so far', [['a'], ['a', 'b']], false, [['a'], ['b']], ['a', 'b']],
  [
    'the same list again',
    [
      ['a', 'b'],
      ['a', 'b'],
    ],
    false,
    [['a', 'b'], []],
    ['a', 'b'],
  ],
  ['equal items of the first list', [['a', 'a'], ['a']], false, [['a', 'a'], []], ['a', 'a']],
  [
    'an item with the index of an earlier one',
    [[{ index: 0, a: 1 }], [{ index: 0, b: 2 }]],
    true,
    [[{ index: 0, a: 1 }], [{ index: 0, b: 2 }]],
    [{ index: 0, a: 1, b: 2 }],
  ],
  [
    'items with equal indexes in a list without them',
    [[{ index: 0, a: 1 }], [{ index: 0, b: 2 }]],
    false,
    [[{ index: 0, a: 1 }], [{ index: 0, b: 2 }]],
    [
      { index: 0, a: 1 },
      { index: 0, b: 2 },
    ],
  ],
])('joins %s', (_what, lists, isIndexed, news, items) => {
  expect(join(lists, isIndexed)).toEqual({ news, items });
});

test('recognizes an equal value that is nested deeper than the stack', () => {
  const deep = (): unknown => JSON.parse('['.repeat(20_000) + ']'.repeat(20_000));
  expect(join([[deep()], [deep()]]).items.length).toBe(1);
});
