import { expect, test, vi } from 'vitest';
import { systemClock } from './clock.js';

test('returns increasing time and the current date', () => {
  const before = systemClock.now();
  expect(systemClock.now()).toBeGreaterThanOrEqual(before);
  expect(Math.abs(systemClock.wallNow() - Date.now())).toBeLessThan(1000);
});

test('calls back after the delay', async () => {
  const started = systemClock.now();
  await new Promise<void>((resolve) => systemClock.setTimeout(resolve, 5));
  expect(systemClock.now() - started).toBeGreaterThan(3);
});

test('does not call back after clearTimeout', async () => {
  const callback = vi.fn<() => void>();
  systemClock.clearTimeout(systemClock.setTimeout(callback, 0));
  await new Promise<void>((resolve) => systemClock.setTimeout(resolve, 5));
  expect(callback).not.toHaveBeenCalled();
});

test('does not fire immediately for a delay of a month', async () => {
  const callback = vi.fn<() => void>();
  const timer = systemClock.setTimeout(callback, 31 * 24 * 60 * 60 * 1000);
  await new Promise<void>((resolve) => systemClock.setTimeout(resolve, 20));
  systemClock.clearTimeout(timer);
  expect(callback).not.toHaveBeenCalled();
});
