import { fail } from '../checks/assert.js';

/**
 * Turns after which a call that has everything it waits for counts as one that never ends. Counted in turns, since milliseconds are
 * unreliable on a busy machine.
 */
const MAX_TURNS = 400;

/** Turns within which everything that follows the end of a call has happened. */
const CLEANUP_TURNS = 4;

/** One turn of the event loop. Every promise that is settled has run its handlers by then. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}

/** Runs a number of turns of the event loop, so that pending work can finish. */
export async function flushEventLoop(turns = CLEANUP_TURNS): Promise<void> {
  for (let left = turns; left > 0; left -= 1) await turn();
}

/** Runs many microtasks without a turn of the event loop, so that a consumer keeps up with a source that pushes. */
export async function flushMicrotasks(count = 40): Promise<void> {
  for (let left = count; left > 0; left -= 1) await Promise.resolve();
}

/** Settles as the promise does, and rejects if it never settles. */
export async function settle<T>(promise: Promise<T>, what: string): Promise<T> {
  let over = false;
  const limit = (async (): Promise<never> => {
    for (let left = MAX_TURNS; left > 0; left -= 1) {
      await turn();
      if (over) return new Promise<never>(() => {});
    }
    return fail(`${what} neither resolves nor rejects, although it waits for nothing.`);
  })();
  limit.catch(() => {});
  try {
    return await Promise.race([promise, limit]);
  } finally {
    over = true;
  }
}

/** Waits until a condition holds. */
export async function waitUntil(holds: () => boolean, what: string): Promise<void> {
  for (let left = MAX_TURNS; left > 0; left -= 1) {
    if (holds()) return;
    await turn();
  }
  fail(`${what} did not happen.`);
}
