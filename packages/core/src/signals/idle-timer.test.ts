import { expect, test, vi } from 'vitest';
import { FakeClock } from '../testing/fake-clock.js';
import { IdleTimer } from './idle-timer.js';

function start() {
  const clock = new FakeClock();
  const onExpire = vi.fn<() => void>();
  const timer = new IdleTimer(clock, 100, onExpire);
  const expectExpiryAfter100 = (): void => {
    clock.advance(99);
    expect(onExpire).not.toHaveBeenCalled();
    clock.advance(1);
    expect(onExpire).toHaveBeenCalledOnce();
  };
  return { clock, onExpire, timer, expectExpiryAfter100 };
}

test('fires once when it was not touched for its time', () => {
  const { clock, onExpire, expectExpiryAfter100 } = start();
  expectExpiryAfter100();
  clock.advance(1000);
  expect(onExpire).toHaveBeenCalledOnce();
  expect(clock.timers).toBe(0);
});

test('counts from the last touch, not from when its timer was set', () => {
  const { clock, timer, expectExpiryAfter100 } = start();
  clock.advance(60);
  timer.touch();
  expectExpiryAfter100();
});

test('sets no timer for a touch', () => {
  const { clock, timer } = start();
  for (let touches = 0; touches < 1000; touches += 1) timer.touch();
  expect(clock.timers).toBe(1);
});

test('does not fire while it is stopped, and has its whole time again after the next touch', () => {
  const { clock, timer, expectExpiryAfter100 } = start();
  clock.advance(90);
  timer.stop();
  expect(clock.timers).toBe(0);
  clock.advance(1000);
  timer.touch();
  expectExpiryAfter100();
});

test('can be stopped twice', () => {
  const { clock, timer } = start();
  timer.stop();
  timer.stop();
  expect(clock.timers).toBe(0);
});
