import { fail } from '../checks/assert.js';

/**
 * Number of turns after which a call that waits for nothing counts as one that never settles. Turns are counted because
 * milliseconds are unreliable on a busy machine.
 */
const MAX_TURNS = 400;

/** Number of turns within which the cleanup after a call has finished. */
const CLEANUP_TURNS = 4;

/** Waits for one turn of the event loop. The handlers of every settled promise have run by then. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}

/** Runs turns of the event loop so that pending work can finish. */
export async function flushEventLoop(turns = CLEANUP_TURNS): Promise<void> {
  for (let left = turns; left > 0; left -= 1) await turn();
}

/** Runs many microtasks without a turn of the event loop, so that a consumer keeps up with a push source. */
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
    return fail(
      `${what} did not finish, although nothing is pending. It must complete or fail. Pass call.options (signal and timeouts) to the HTTP client, and end all calls in close().`,
    );
  })();
  limit.catch(() => {});
  try {
    return await Promise.race([promise, limit]);
  } finally {
    over = true;
  }
}

/** Waits until a condition holds, and throws with the message if it never does. */
export async function waitUntil(holds: () => boolean, message: string): Promise<void> {
  for (let left = MAX_TURNS; left > 0; left -= 1) {
    if (holds()) return;
    await turn();
  }
  fail(message);
}
