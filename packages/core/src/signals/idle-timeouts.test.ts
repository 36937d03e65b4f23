import { expect, test, vi } from 'vitest';
import { FakeClock } from '../testing/fake-clock.js';
import { IdleTimeouts } from './idle-timeouts.js';

function start() {
  const clock = new FakeClock();
  const onExpire = vi.fn<() => void>();
  const idle = new IdleTimeouts(clock, onExpire);
  idle.start({ idleMs: 100, eventIdleMs: 0 });
  /** Returns the number of expirations 99 ms from now, and 100 ms from now. */
  const expiries = (): number[] =>
    [99, 1].map((ms) => {
      clock.advance(ms);
      return onExpire.mock.calls.length;
    });
  return { clock, onExpire, idle, expiries };
}

test('expires once when not touched for its time', () => {
  const { clock, onExpire, expiries } = start();
  expect(expiries()).toEqual([0, 1]);
  clock.advance(1000);
  expect(onExpire).toHaveBeenCalledOnce();
  expect(clock.timers).toBe(0);
});

test('measures the time from the last touch', () => {
  const { clock, idle, expiries } = start();
  clock.advance(60);
  idle.touchBytes();
  expect(expiries()).toEqual([0, 1]);
});

test('sets no timer for a touch', () => {
  const { clock, idle } = start();
  for (let touches = 0; touches < 1000; touches += 1) idle.touchBytes();
  expect(clock.timers).toBe(1);
});

test('does not expire while paused, and has its full time again when resumed', () => {
  const { clock, idle, expiries } = start();
  clock.advance(90);
  idle.pause();
  expect(clock.timers).toBe(0);
  clock.advance(1000);
  idle.resume();
  expect(expiries()).toEqual([0, 1]);
});

test('can be stopped twice', () => {
  const { clock, idle } = start();
  idle.stop();
  idle.stop();
  expect(clock.timers).toBe(0);
});
