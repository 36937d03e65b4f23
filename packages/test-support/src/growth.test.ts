import { expect, test } from 'vitest';
import { cpuMs, growthOf, LINEAR } from './growth.js';

/** Uses the CPU for a time in ms. */
function work(ms: number): void {
  const end = cpuMs() + ms;
  while (cpuMs() < end);
}

test('the growth of linear work is below the bound', async () => {
  expect(await growthOf(40, (size) => () => work(size))).toBeLessThan(LINEAR);
});

test('the growth of quadratic work is above the bound', async () => {
  expect(await growthOf(16, (size) => () => work(size ** 2))).toBeGreaterThan(LINEAR);
});

test('runs are repeated only while their growth is not linear, and the fastest counts', async () => {
  const sizes: number[] = [];
  const growth = await growthOf(40, (size) => () => {
    sizes.push(size);
    work(sizes.length === 2 ? 10 * size : size);
  });
  expect(sizes.slice(0, 4)).toEqual([5, 40, 5, 40]);
  expect(growth).toBeLessThan(LINEAR);
});
