import { expect, test } from 'vitest';
import {
  isObject,
  readArray,
  readBoolean,
  readCount,
  readNumber,
  readObject,
  readObjects,
  readPositive,
  readString,
  readText,
} from './read-json.js';

const no = undefined;
const VALUES = [undefined, null, true, 0, 1.5, '', 'text', [], [{ a: 1 }, 2, [3]], {}, { a: 1 }] as const;

const READERS: readonly (readonly [name: string, read: (value: unknown) => unknown, expected: readonly unknown[]])[] = [
  ['isObject', isObject, [false, false, false, false, false, false, false, false, false, true, true]],
  ['readString', readString, [no, no, no, no, no, '', 'text', no, no, no, no]],
  ['readText', readText, [no, no, no, no, no, no, 'text', no, no, no, no]],
  ['readNumber', readNumber, [no, no, no, 0, 1.5, no, no, no, no, no, no]],
  ['readCount', readCount, [no, no, no, 0, 1.5, no, no, no, no, no, no]],
  ['readPositive', readPositive, [no, no, no, no, 1.5, no, no, no, no, no, no]],
  ['readBoolean', readBoolean, [no, no, true, no, no, no, no, no, no, no, no]],
  ['readObject', readObject, [{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, { a: 1 }]],
  ['readArray', readArray, [[], [], [], [], [], [], [], [], [{ a: 1 }, 2, [3]], [], []]],
  ['readObjects', readObjects, [[], [], [], [], [], [], [], [], [{ a: 1 }], [], []]],
];

test.each(READERS)('%s returns only values of its type', (_name, read, expected) => {
  expect(VALUES.map(read)).toEqual(VALUES.map((_value, at) => expected[at]));
});

test('readObject returns the same object', () => {
  const value = { a: 1 };
  expect(readObject(value)).toBe(value);
});

test.each([-1, Number.POSITIVE_INFINITY, Number.NaN])('neither readCount nor readPositive accepts %d', (value) => {
  expect([readCount(value), readPositive(value), readNumber(value)]).toEqual([undefined, undefined, value]);
});
