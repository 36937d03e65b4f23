/**
 * Runs work with a signal that is aborted as soon as one of the given signals is. Removes its listeners afterwards, whereas `AbortSignal.any`
 * would accumulate state on a signal that many calls share.
 */
export async function withLinkedSignal<T>(
  signals: readonly (AbortSignal | undefined)[],
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const linked = new AbortController();
  const listeners = signals.map((signal) => {
    const abort = (): void => linked.abort(signal?.reason);
    if (signal?.aborted === true) abort();
    else signal?.addEventListener('abort', abort, { once: true });
    return { signal, abort };
  });
  try {
    return await run(linked.signal);
  } finally {
    for (const { signal, abort } of listeners) signal?.removeEventListener('abort', abort);
  }
}
