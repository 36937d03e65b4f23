import { expect, test } from 'vitest';
import { toolNames } from './tool-names.js';

const LONG = 'x'.repeat(80);

test.each<[kind: string, names: string[], prefix: string, expected: unknown[]]>([
  ['valid names as they are', ['get_sum', 'get-sum', 'GetSum2'], '', ['get_sum', 'get-sum', 'GetSum2']],
  ['a prefix', ['echo'], 'files_', ['files_echo']],
  ['other characters as underscores', ['files.read/all', 'naïve'], '', ['files_read_all', 'na_ve']],
  ['a name of 64 characters', ['y'.repeat(64)], '', ['y'.repeat(64)]],
  ['a name that is too long', [LONG], '', [expect.stringMatching(/^x{55}_[\da-f]{8}$/)]],
  ['a name that the prefix makes too long', ['y'.repeat(64)], 'p_', [expect.stringMatching(/^p_y{53}_[\da-f]{8}$/)]],
  ['an empty name', [''], '', [expect.stringMatching(/^_[\da-f]{8}$/)]],
  ['a name that another tool has', ['a_b', 'a.b'], '', ['a_b', expect.stringMatching(/^a_b_[\da-f]{8}$/)]],
])('makes $0', (_kind, names, prefix, expected) => {
  expect(toolNames(names, prefix)).toEqual(expected);
});

test('makes names that differ and do not depend on the order', () => {
  const names = ['a.b', 'a/b', 'a_b', 'a b', LONG, `${LONG}.`, `${LONG}y`];
  const made = toolNames(names, 'p_');
  expect(new Set(made).size).toBe(names.length);
  expect(toolNames(names.toReversed(), 'p_').toReversed()).toEqual(made);
});

test('makes another name if the first one is taken', () => {
  const [, second = ''] = toolNames(['a_b', 'a.b'], '');
  const made = toolNames(['a_b', 'a.b', second], '');
  expect(made[2]).toBe(second);
  expect(new Set(made).size).toBe(3);
});
