import { format } from 'node:util';

/**
 * Returns a callback of the application that never throws. The first error of the application's function is a process warning, also if it
 * returns a promise that rejects.
 *
 * @param what Name of the callback for the warning, such as `log function`.
 */
export function guardCallback<T>(what: string, callback: (value: T) => unknown): (value: T) => void {
  let isReported = false;
  const report = (error: unknown): void => {
    if (isReported) return;
    isReported = true;
    process.emitWarning(`The ${what} of the emulator threw an error. Further errors are not reported.`, {
      type: 'LmuxWarning',
      code: 'LMUX_CALLBACK_ERROR',
      detail: format(error),
    });
  };
  return (value) => {
    try {
      const result = callback(value);
      if (result instanceof Promise) result.catch(report);
    } catch (error) {
      report(error);
    }
  };
}
