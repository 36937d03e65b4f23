import { onTestFinished } from 'vitest';

/** Closes `closable` after the current test, and returns it. */
export function closeAfterTest<T extends { close(): Promise<void> } | AsyncDisposable>(closable: T): T {
  onTestFinished(async () => {
    if ('close' in closable) await closable.close();
    else await closable[Symbol.asyncDispose]();
  });
  return closable;
}
