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

test('a snapshot contains the current item, which may be set again', () => {
  const builder = new ValueBuilder();
  builder.open(false);
  builder.next('a');
  builder.set('b');
  const first = builder.snapshot();
  builder.set('bc');
  expect([first, builder.snapshot()]).toEqual([{ a: 'b' }, { a: 'bc' }]);
  expect(builder.path).toEqual(['a']);
  expect(builder.close()).toEqual({ a: 'bc' });
  expect(builder).toMatchObject({ depth: 0, path: [] });
});
