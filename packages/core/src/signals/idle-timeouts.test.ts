import { expect, test, vi } from 'vitest';
import { FakeClock } from '../testing/fake-clock.js';
import { IdleTimeouts } from './idle-timeouts.js';

function start() {
  const clock = new FakeClock();
  const onExpire = vi.fn<() => void>();
  const idle = new IdleTimeouts(clock, onExpire);
  idle.start({ idleMs: 100, eventIdleMs: 0 });
  return { clock, onExpire, idle };
}

test('fires once when it was not touched for its time', () => {
  const { clock, onExpire } = start();
  clock.advance(99);
  expect(onExpire).not.toHaveBeenCalled();
  clock.advance(1);
  expect(onExpire).toHaveBeenCalledOnce();
  clock.advance(1000);
  expect(onExpire).toHaveBeenCalledOnce();
  expect(clock.timers).toBe(0);
});

test('counts from the last touch, not from when its timer was set', () => {
  const { clock, onExpire, idle } = start();
  clock.advance(60);
  idle.touchBytes();
  clock.advance(99);
  expect(onExpire).not.toHaveBeenCalled();
  clock.advance(1);
  expect(onExpire).toHaveBeenCalledOnce();
});

test('sets no timer for a touch', () => {
  const { clock, idle } = start();
  for (let touches = 0; touches < 1000; touches += 1) idle.touchBytes();
  expect(clock.timers).toBe(1);
});

test('does not fire while it is paused, and has its whole time again when it is resumed', () => {
  const { clock, onExpire, idle } = start();
  clock.advance(90);
  idle.pause();
  expect(clock.timers).toBe(0);
  clock.advance(1000);
  idle.resume();
  clock.advance(99);
  expect(onExpire).not.toHaveBeenCalled();
  clock.advance(1);
  expect(onExpire).toHaveBeenCalledOnce();
});

test('can be stopped twice', () => {
  const { clock, idle } = start();
  idle.stop();
  idle.stop();
  expect(clock.timers).toBe(0);
});
