import { reportCallbackError } from './report-callback-error.js';

/**
 * Calls a callback of the application. What it throws, or the rejection of a promise that it returns, is reported and never fails the call.
 * Returns the result, or `undefined` if it threw.
 *
 * @param what Name of the callback for the report, such as `logger.debug`.
 * @param owner The object or function of the application. Only its first error is reported.
 */
export function callBack<T>(what: string, owner: object, callback: () => T): T | undefined {
  try {
    const result = callback();
    reportRejection(what, owner, result);
    return result;
  } catch (error) {
    reportCallbackError(what, owner, error);
    return undefined;
  }
}

/** Reports the rejection of a promise that a callback returned. Without a handler, it would end the process. */
export function reportRejection(what: string, owner: object, result: unknown): void {
  if (typeof result !== 'object' || result === null || !('then' in result)) return;
  Promise.resolve(result).catch((error: unknown) => reportCallbackError(what, owner, error));
}
