import { expect, test } from 'vitest';
import { Slots } from './slots.js';

const never = new AbortController().signal;

test('work beyond the limit starts in order as soon as a slot is free', async () => {
  const slots = new Slots(2);
  const started: number[] = [];
  const finish: (() => void)[] = [];
  const runs = [0, 1, 2, 3].map((number) =>
    slots.run(never, () => {
      started.push(number);
      return new Promise<void>((resolve) => finish.push(resolve));
    }),
  );
  await Promise.resolve();
  expect([started, slots.waiting]).toEqual([[0, 1], 2]);
  finish[1]?.();
  await runs[1];
  expect([started, slots.waiting]).toEqual([[0, 1, 2], 1]);
  finish[0]?.();
  await runs[0];
  finish[2]?.();
  finish[3]?.();
  await Promise.all(runs);
  expect(started).toEqual([0, 1, 2, 3]);
});

test('work that is canceled while waiting never starts', async () => {
  const slots = new Slots(1);
  const canceled = new AbortController();
  const finish: (() => void)[] = [];
  const first = slots.run(never, () => new Promise<void>((resolve) => finish.push(resolve)));
  const second = slots.run(canceled.signal, () => Promise.reject(new Error('started')));
  canceled.abort(new Error('canceled'));
  await expect(second).rejects.toThrow('canceled');
  expect(slots.waiting).toBe(0);
  finish[0]?.();
  await first;
  expect(await slots.run(never, () => Promise.resolve('free'))).toBe('free');
});

test('work that fails frees its slot', async () => {
  const slots = new Slots(1);
  await expect(slots.run(never, () => Promise.reject(new Error('bad')))).rejects.toThrow('bad');
  expect(await slots.run(never, () => Promise.resolve('free'))).toBe('free');
});
