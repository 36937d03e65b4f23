import { LmError, type ProviderContext } from '@lmux/core/provider';

/** Waits; rejects with `aborted` when one of the signals says so. Leaves neither timer nor listener. */
export function sleep(
  clock: ProviderContext['clock'],
  ms: number,
  signals: readonly (AbortSignal | undefined)[],
): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (end: () => void): void => {
      clock.clearTimeout(timer);
      for (const signal of signals) signal?.removeEventListener('abort', abort);
      end();
    };
    const abort = (): void => {
      const cause: unknown = signals.find((signal) => signal?.aborted)?.reason;
      finish(() =>
        reject(new LmError('aborted', 'The call was aborted while it waited.', { provider: 'ollama', cause })),
      );
    };
    const timer = clock.setTimeout(() => finish(resolve), ms);
    for (const signal of signals) signal?.addEventListener('abort', abort, { once: true });
    if (signals.some((signal) => signal?.aborted)) abort();
  });
}
