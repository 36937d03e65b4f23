import { onTestFinished } from 'vitest';

/** Closes something after the running test, and returns it. */
export function closeAfterTest<T extends { close(): Promise<void> } | AsyncDisposable>(closable: T): T {
  onTestFinished(async () => {
    if ('close' in closable) await closable.close();
    else await closable[Symbol.asyncDispose]();
  });
  return closable;
}
