import { setTimeout as timeout } from 'node:timers/promises';

/** Waits `ms` milliseconds; rejects at once, and clears the timer, when `signal` fires. 0 does not wait. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  if (ms > 0) await timeout(ms, undefined, { signal });
}

/** Waits until `signal` fires, then rejects: the way a request hangs without holding a timer. */
export function pauseForever(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const fail = (): void => reject(signal.reason);
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true });
  });
}

/** What `promise` gives, unless `signal` fires first. */
export function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = (): void => reject(signal.reason);
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave, { once: true });
    void promise.then(resolve, reject).then(() => signal.removeEventListener('abort', leave));
  });
}
