import { expect } from 'vitest';
import type { FakeRouter } from './fake-router.js';

/** For what happens within milliseconds, on a machine that may have much to do. */
export const SOON = { interval: 5, timeout: 10_000 };

/** Waits until nobody listens to the router any more. */
export async function listenersGone(router: FakeRouter): Promise<void> {
  await expect.poll(() => router.listeners.size, SOON).toBe(0);
}
