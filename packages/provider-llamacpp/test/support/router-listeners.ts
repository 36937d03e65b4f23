import { expect } from 'vitest';
import type { FakeRouter } from './fake-router.js';

/** Polling options for something that happens within milliseconds, with a timeout for a busy machine. */
export const SOON = { interval: 5, timeout: 10_000 };

/** Waits until no event stream of the router is open. */
export async function listenersGone(router: FakeRouter): Promise<void> {
  await expect.poll(() => router.listeners.size, SOON).toBe(0);
}
