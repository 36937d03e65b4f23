import { expect, test } from 'vitest';
import { contextLengthOf } from './context-length.js';

const ARGS = ['llama-server', '--ctx-size', '8192', '--parallel', '4'];

test.each<[what: string, entry: object, expected: number | undefined]>([
  ['the length of one slot', { meta: { n_ctx: 2048 }, status: { args: ARGS } }, 2048],
  [
    'the length of one slot of a build that reports only the total',
    { meta: { n_ctx_train: 9 }, status: { args: ARGS } },
    2048,
  ],
  ['short options', { status: { args: ['-c', '4096', '-np', '2'] } }, 2048],
  ['the last one of repeated options', { status: { args: [...ARGS, '--parallel', '2'] } }, 4096],
  ['a context that the slots share', { status: { args: [...ARGS, '--kv-unified'] } }, 8192],
  ['an unknown number of slots', { status: { args: ['--ctx-size', '8192'] } }, undefined],
  ['the maximum of the model', { status: { args: ['--ctx-size', '0', '--parallel', '4'] } }, undefined],
  ['an option without a value', { status: { args: ['--parallel', '4', '--ctx-size'] } }, undefined],
  ['values of wrong types', { meta: { n_ctx: '9' }, status: { args: [5, null, '-c', {}] } }, undefined],
  ['nothing', { meta: null, status: { args: 'x' } }, undefined],
])('reads %s', (_what, entry, expected) => {
  expect(contextLengthOf({ id: 'm', object: 'model', ...entry })).toBe(expected);
});
