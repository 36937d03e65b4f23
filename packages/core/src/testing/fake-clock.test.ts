import { expect, test } from 'vitest';
import { FakeClock } from './fake-clock.js';

test('time passes only in advance()', () => {
  const clock = new FakeClock(5000);
  expect([clock.now(), clock.wallNow()]).toEqual([0, 5000]);
  clock.advance(250);
  expect([clock.now(), clock.wallNow()]).toEqual([250, 5250]);
});

test('timers fire in order and on time, including timers that are set meanwhile', () => {
  const clock = new FakeClock();
  const fired: string[] = [];
  const note = (name: string) => () => fired.push(`${name} at ${clock.now()}`);
  clock.setTimeout(note('late'), 30);
  clock.setTimeout(() => {
    note('early')();
    clock.setTimeout(note('within'), 10);
    clock.setTimeout(note('beyond'), 21);
  }, 10);
  clock.setTimeout(note('past'), -5);
  clock.advance(30);
  expect(fired).toEqual(['past at 0', 'early at 10', 'within at 20', 'late at 30']);
  expect([clock.now(), clock.timers]).toEqual([30, 1]);
  clock.advance(1);
  expect(fired.at(-1)).toBe('beyond at 31');
});

test('a cleared timer does not fire', () => {
  const clock = new FakeClock();
  const fired: string[] = [];
  clock.clearTimeout(clock.setTimeout(() => fired.push('cleared'), 10));
  expect(clock.timers).toBe(0);
  clock.advance(100);
  expect(fired).toEqual([]);
});

test('waitForTimer resolves when a timer with the delay runs', async () => {
  const clock = new FakeClock();
  let resolved = '';
  const any = clock.waitForTimer().then(() => (resolved += 'any '));
  const hundred = clock.waitForTimer(100).then(() => (resolved += 'hundred '));
  await Promise.resolve();
  expect(resolved).toBe('');
  clock.setTimeout(() => {}, 50);
  await any;
  expect(resolved).toBe('any ');
  clock.advance(1);
  clock.setTimeout(() => {}, 100);
  await hundred;
  expect(resolved).toBe('any hundred ');
  await clock.waitForTimer(100);
});
