/**
 * Returns the result of code of the application, which may ignore its signal. Rejects with the reason of the signal as soon as that is aborted.
 * What the code does afterwards is ignored.
 */
export function untilAborted<T>(run: () => T | PromiseLike<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    const settle = (): void => signal.removeEventListener('abort', abort);
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    // In a promise, so that what `run` throws rejects too.
    const result = new Promise<T>((take) => take(run()));
    result.finally(settle).then(resolve, reject);
  });
}
