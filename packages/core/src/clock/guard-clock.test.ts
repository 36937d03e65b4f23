import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FakeClock } from '../testing/fake-clock.js';
import { systemClock, type Clock } from './clock.js';
import { guardClock } from './guard-clock.js';

const warned = vi.fn<(warning: Error) => void>();
beforeEach(() => void process.on('warning', warned));
afterEach(async () => {
  vi.useRealTimers();
  // Process warnings are emitted later.
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', warned);
  warned.mockReset();
});

const boom = (): never => {
  throw new Error('boom');
};

/** A clock whose methods can be replaced. */
function clockOf(changes: Partial<Clock> = {}): { fake: FakeClock; own: Clock } {
  const fake = new FakeClock();
  const own: Clock = {
    now: () => fake.now(),
    wallNow: () => fake.wallNow(),
    setTimeout: (callback, delayMs) => fake.setTimeout(callback, delayMs),
    clearTimeout: (handle) => fake.clearTimeout(handle),
    ...changes,
  };
  return { fake, own };
}

/** Advances the time of the system. */
function useSystemTime(): (ms: number) => void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
  return (ms) => void vi.advanceTimersByTime(ms);
}

test('keeps the system clock and guards others once', () => {
  expect(guardClock(systemClock)).toBe(systemClock);
  const { own } = clockOf();
  expect(guardClock(own)).toBe(guardClock(own));
  expect(guardClock(guardClock(own))).toBe(guardClock(own));
});

test('is the clock of the application as long as that works', () => {
  const { fake, own } = clockOf();
  const clock = guardClock(own);
  const fired: number[] = [];
  clock.setTimeout(() => fired.push(clock.now()), 100);
  const canceled = clock.setTimeout(() => fired.push(-1), 50);
  expect(fake.timers).toBe(2);
  clock.clearTimeout(canceled);
  clock.clearTimeout(canceled);
  fake.advance(150);
  expect(fired).toEqual([100]);
  expect([clock.now(), clock.wallNow() - fake.wallNow(), fake.timers]).toEqual([150, 0, 0]);
});

describe.each<[what: string, change: Partial<Clock>]>([
  ['now() throws', { now: boom }],
  ['now() returns NaN', { now: () => Number.NaN }],
  ['now() returns Infinity', { now: () => Number.POSITIVE_INFINITY }],
  ['now() returns a string', { now: () => '5' as never }],
  ['setTimeout() throws', { setTimeout: boom }],
])('once %s', (_what, change) => {
  test('the system clock continues at the same time, with the timers that are running', () => {
    const advance = useSystemTime();
    const { fake, own } = clockOf();
    const clock = guardClock(own);
    const fired: string[] = [];
    clock.setTimeout(() => fired.push('before'), 1000);
    const canceled = clock.setTimeout(() => fired.push('canceled'), 500);
    fake.advance(400);
    expect(clock.now()).toBe(400);
    Object.assign(own, change);
    clock.setTimeout(() => fired.push('after'), 100);
    expect(clock.now()).toBeCloseTo(400);
    expect(fake.timers, 'timers of the application').toBe(0);
    clock.clearTimeout(canceled);
    advance(100);
    expect(fired).toEqual(['after']);
    advance(499);
    expect(fired).toEqual(['after']);
    advance(2);
    expect(fired).toEqual(['after', 'before']);
    expect(clock.now()).toBeCloseTo(1001);
    expect(vi.getTimerCount()).toBe(0);
    expect(clock.wallNow()).toBe(fake.wallNow());
  });

  test('it is reported once', async () => {
    const { own } = clockOf(change);
    const clock = guardClock(own);
    clock.clearTimeout(clock.setTimeout(() => {}, 10));
    clock.now();
    await new Promise((resolve) => setImmediate(resolve));
    expect(warned.mock.calls).toEqual([[expect.objectContaining({ code: 'LMUX_CALLBACK_ERROR' })]]);
  });
});

test('a clock that throws from the beginning is the system clock', () => {
  const clock = guardClock({ now: boom, wallNow: boom, setTimeout: boom, clearTimeout: boom });
  expect(Math.abs(clock.now() - systemClock.now())).toBeLessThan(1000);
  expect(Math.abs(clock.wallNow() - Date.now())).toBeLessThan(1000);
});

test('never goes backwards, and continues from where it was', () => {
  const { own } = clockOf();
  let nowMs = 1000;
  own.now = () => nowMs;
  const clock = guardClock(own);
  const seen = [1000, 500, 600, 100, 1100].map((each) => {
    nowMs = each;
    return clock.now();
  });
  expect(seen).toEqual([1000, 1000, 1100, 1100, 2100]);
});

test('has passed to the due time of a timer that fired, even if the clock stands still', () => {
  const { fake, own } = clockOf({ now: () => 0 });
  const clock = guardClock(own);
  let at = -1;
  clock.setTimeout(() => (at = clock.now()), 300);
  fake.advance(300);
  expect(at).toBe(300);
});

test('never calls back a canceled timer, or one twice, even if the clock does', () => {
  const callbacks: (() => void)[] = [];
  const { own } = clockOf({
    setTimeout: (callback) => callbacks.push(callback),
    clearTimeout: boom,
  });
  const clock = guardClock(own);
  const fired: string[] = [];
  const canceled = clock.setTimeout(() => fired.push('canceled'), 10);
  clock.setTimeout(() => fired.push('fired'), 10);
  clock.clearTimeout(canceled);
  for (const callback of [...callbacks, ...callbacks]) callback();
  expect(fired).toEqual(['fired']);
});

test.each<[string, () => number]>([
  ['throws', boom],
  ['returns NaN', () => Number.NaN],
])('uses the wall-clock time of the system if wallNow() %s', (_what, wallNow) => {
  const { fake, own } = clockOf({ wallNow });
  const clock = guardClock(own);
  expect(Math.abs(clock.wallNow() - Date.now())).toBeLessThan(1000);
  fake.advance(5);
  expect(clock.now()).toBe(5);
});
