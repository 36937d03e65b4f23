import { fail } from './assert.js';

/** Turns after which a call that has all that it waits for counts as one that never ends. Counted, since a busy machine has slow milliseconds. */
const PATIENCE = 400;

/** Turns that everything which follows from an end may take. */
const ECHO = 4;

/** One turn of the event loop: every promise that is settled has gone on by then. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}

/** Lets go on what is about to. */
export async function turns(count = ECHO): Promise<void> {
  for (let left = count; left > 0; left -= 1) await turn();
}

/** Many small turns, without the event loop: lets a consumer keep up with what is pushed. */
export async function microturns(count = 40): Promise<void> {
  for (let left = count; left > 0; left -= 1) await Promise.resolve();
}

/** What a call comes to; an error where it never comes to anything. */
export async function settle<T>(promise: Promise<T>, what: string): Promise<T> {
  let over = false;
  const limit = (async (): Promise<never> => {
    for (let left = PATIENCE; left > 0; left -= 1) {
      await turn();
      if (over) return new Promise<never>(() => {});
    }
    return fail(`${what} neither resolves nor rejects, though nothing keeps it waiting.`);
  })();
  limit.catch(() => {});
  try {
    return await Promise.race([promise, limit]);
  } finally {
    over = true;
  }
}

/** Waits until something holds. */
export async function until(holds: () => boolean, what: string): Promise<void> {
  for (let left = PATIENCE; left > 0; left -= 1) {
    if (holds()) return;
    await turn();
  }
  fail(`${what} does not happen.`);
}
