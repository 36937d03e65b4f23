import { expect, test } from 'vitest';
import { ValueBuilder } from './value-builder.js';

test('a snapshot copies nothing if nothing is open, and what is open only after a change', () => {
  const builder = new ValueBuilder();
  expect(builder.snapshot()).toBeUndefined();
  builder.open(true);
  builder.set(1);
  const first = builder.snapshot();
  expect(builder.snapshot()).toBe(first);
  builder.next();
  expect(builder.snapshot()).toBe(first);
  builder.set(2);
  const second = builder.snapshot();
  expect([first, second]).toEqual([[1], [1, 2]]);
  expect(builder.close()).toBe(second);
  expect(builder.snapshot()).toBe(second);
});

test('a snapshot contains a growing string, which is not set', () => {
  const builder = new ValueBuilder();
  builder.open(false);
  builder.next('a');
  builder.set('');
  expect(builder.snapshot('b')).toEqual({ a: 'b' });
  expect(builder.snapshot('bc')).toEqual({ a: 'bc' });
  builder.set('bcd');
  expect(builder.path).toEqual(['a']);
  expect(builder.close()).toEqual({ a: 'bcd' });
  expect(builder).toMatchObject({ depth: 0, path: [] });
});
