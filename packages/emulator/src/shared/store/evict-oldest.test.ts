import { expect, test } from 'vitest';
import { evictOldest } from './evict-oldest.js';

const store = (): Map<string, number> =>
  new Map([
    ['a', 5],
    ['b', 3],
    ['c', 4],
  ]);

test.each([
  ['the number', { maxCount: 2 }, ['b', 'c']],
  ['the bytes', { maxCount: 9, maxBytes: 7, bytesOf: Number }, ['b', 'c']],
  ['the bytes of one value', { maxCount: 9, maxBytes: 3, bytesOf: Number }, []],
  ['the number, except what is in use', { maxCount: 1, inUse: (value: number) => value === 5 }, ['a']],
  ['nothing', { maxCount: 3, maxBytes: 12, bytesOf: Number }, ['a', 'b', 'c']],
] as const)('the limit is %s', (_name, limits, rest) => {
  const map = store();
  evictOldest(map, limits);
  expect([...map.keys()]).toEqual(rest);
});
