import { expect, test } from 'vitest';
import { FakeClock } from './fake-clock.js';

test('time passes by hand alone', () => {
  const clock = new FakeClock(5000);
  expect([clock.now(), clock.wallNow()]).toEqual([0, 5000]);
  clock.advance(250);
  expect([clock.now(), clock.wallNow()]).toEqual([250, 5250]);
});

test('timers fire in order, at their time, those too that are set meanwhile', () => {
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

test('tells when somebody waits, for so long', async () => {
  const clock = new FakeClock();
  let told = '';
  const any = clock.waitForTimer().then(() => (told += 'any '));
  const hundred = clock.waitForTimer(100).then(() => (told += 'hundred '));
  await Promise.resolve();
  expect(told).toBe('');
  clock.setTimeout(() => {}, 50);
  await any;
  expect(told).toBe('any ');
  clock.advance(1);
  clock.setTimeout(() => {}, 100);
  await hundred;
  expect(told).toBe('any hundred ');
  await clock.waitForTimer(100);
});
