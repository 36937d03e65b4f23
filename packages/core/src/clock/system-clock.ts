import type { Clock } from './clock.js';

/** The longest delay that timers take (2^31 - 1 ms, 24.8 days); they fire at once when it is longer. */
const LONGEST_DELAY_MS = 2_147_483_647;

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => performance.now(),
  wallNow: () => Date.now(),
  setTimeout: (callback, delayMs) => setTimeout(callback, Math.min(delayMs, LONGEST_DELAY_MS)),
  clearTimeout: (handle) => clearTimeout(handle as ReturnType<typeof setTimeout>),
};
