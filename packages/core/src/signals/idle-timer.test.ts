import { expect, test, vi } from 'vitest';
import { FakeClock } from '../testing/fake-clock.js';
import { IdleTimer } from './idle-timer.js';

function start() {
  const clock = new FakeClock();
  const onExpire = vi.fn<() => void>();
  const timer = new IdleTimer(clock, 100, onExpire);
  /** How often it has expired 99 ms from now, and 100 ms from now. */
  const expiries = (): number[] =>
    [99, 1].map((ms) => {
      clock.advance(ms);
      return onExpire.mock.calls.length;
    });
  return { clock, onExpire, timer, expiries };
}

test('fires once when it was not touched for its time', () => {
  const { clock, onExpire, expiries } = start();
  expect(expiries()).toEqual([0, 1]);
  clock.advance(1000);
  expect(onExpire).toHaveBeenCalledOnce();
  expect(clock.timers).toBe(0);
});

test('counts from the last touch, not from when its timer was set', () => {
  const { clock, timer, expiries } = start();
  clock.advance(60);
  timer.touch();
  expect(expiries()).toEqual([0, 1]);
});

test('sets no timer for a touch', () => {
  const { clock, timer } = start();
  for (let touches = 0; touches < 1000; touches += 1) timer.touch();
  expect(clock.timers).toBe(1);
});

test('does not fire while it is stopped, and has its whole time again after the next touch', () => {
  const { clock, timer, expiries } = start();
  clock.advance(90);
  timer.stop();
  expect(clock.timers).toBe(0);
  clock.advance(1000);
  timer.touch();
  expect(expiries()).toEqual([0, 1]);
});

test('can be stopped twice', () => {
  const { clock, timer } = start();
  timer.stop();
  timer.stop();
  expect(clock.timers).toBe(0);
});
