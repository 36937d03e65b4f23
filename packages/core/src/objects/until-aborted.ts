import { abortedError } from '../errors/aborted-error.js';

/**
 * Returns the result of code of the application that takes no signal. Rejects with `aborted` as soon as the signal is aborted. Waits
 * for the result without a signal.
 *
 * @param unused Is aborted when nothing waits for the result any more, which may never come.
 */
export function untilAborted<T>(result: Promise<T>, signal: AbortSignal | undefined, unused: AbortSignal): Promise<T> {
  if (signal === undefined) return result;
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(abortedError(signal));
    const settle = (): void => {
      signal.removeEventListener('abort', abort);
      // Rejects with the error of the result, if that is one.
      resolve(result);
    };
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true, signal: unused });
    result.then(settle, settle);
  });
}
